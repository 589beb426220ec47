"""
What changed in traffic, since when, and for whom.

Theory. Attempts are counted in bins of five minutes by vendor and direction (and by vendor and caller, for the busiest), together
with those that show a symptom: a code, a long PDD, a talk that was over at once. Of each such series the segment of time is sought
that the chance of before explains worst: the largest sum of log-likelihood ratios of Bernoulli trials (`scan`). What is expected of
a bin is the series' own usual share, raised as far as the others with the same direction rose in the same hour, so that what
befalls a destination is nobody's fault. One pair of numbers counts once in a bin, and how much a series scatters by itself
divides its score: retries and campaigns are no evidence. The threshold grows with the number of series and segments looked at.
What is found is then told apart (`judge`): all directions or one, one caller or all, every day at the same hours, slowly or at once.
"""

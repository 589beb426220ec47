/* Encodes 16-bit samples from standard input, 8000 a second, as iLBC with frames of 20 or 30 ms; see README.md. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct encoder;
int16_t WebRtcIlbcfix_EncoderCreate(struct encoder **);
int16_t WebRtcIlbcfix_EncoderInit(struct encoder *, int16_t milliseconds);
int WebRtcIlbcfix_Encode(struct encoder *, const int16_t *samples, size_t count, uint8_t *frame);

int main(int argc, char **argv)
{
    int milliseconds = argc > 1 ? atoi(argv[1]) : 20;
    size_t count = (size_t)milliseconds * 8;
    int16_t samples[240];
    uint8_t frame[50];
    struct encoder *encoder;

    if ((milliseconds != 20 && milliseconds != 30) || WebRtcIlbcfix_EncoderCreate(&encoder) || WebRtcIlbcfix_EncoderInit(encoder, milliseconds))
        return 1;
    while (fread(samples, 2, count, stdin) == count)
        fwrite(frame, 1, (size_t)WebRtcIlbcfix_Encode(encoder, samples, count, frame), stdout);
    return 0;
}

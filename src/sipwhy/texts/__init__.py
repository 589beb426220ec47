"""What is said, in Russian and English: fixed texts, amounts, moments, masking, and how texts are filled."""

"""What was said: payloads of RTP decoded, and put where they were heard in time."""

"""A message full of names: people, numbers, hosts, secrets."""

SECRETS = (
    "Анна Петрова", "79161234567", "84951112233", "anna.petrova", "pbx.firma.example.org", "sip.provider.net", "192.168.77.31",
    "91.198.174.192", "2a02:6b8::feed", "d41d8cd98f00b204e9800998ecf8427e", "f84f1cec41e6cbe5aea9c8e88d359", "0a4f113b", "Kx7pQ2mN",
    "WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ", "00:15:65:AB:CD:EF", "001565abcdef", "host-of-anna", "8hhYSRlq", "anna@phone", "4242123",
)  # fmt: skip

BODY = (
    "v=0\r\no=anna.petrova 2890844526 2890844527 IN IP4 192.168.77.31\r\ns=Call of anna.petrova\r\ni=about 79161234567\r\n"
    "e=anna.petrova@pbx.firma.example.org\r\nc=IN IP4 192.168.77.31\r\nt=0 0\r\nm=audio 40000 RTP/SAVP 8 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ|2^20|1:4\r\n"
    "a=ice-ufrag:8hhYSRlq\r\na=candidate:1 1 UDP 2130706431 2a02:6b8::feed 40000 typ host\r\n"
    "a=ssrc:1 cname:anna@phone\r\na=x-owner:anna.petrova\r\na=sendrecv\r\n"
)
INVITE = (
    "INVITE sip:+84951112233@sip.provider.net:5060;transport=udp;line=Kx7pQ2mN SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.168.77.31:5062;branch=z9hG4bKKx7pQ2mN;rport=5062;received=91.198.174.192\r\n"
    'From: "Анна Петрова" <sip:79161234567@pbx.firma.example.org>;tag=0a4f113bKx7pQ2mN\r\n'
    "t: <sip:84951112233@sip.provider.net>\r\n"
    "Call-ID: f84f1cec41e6cbe5aea9c8e88d359@192.168.77.31\r\n"
    "CSeq: 102 INVITE\r\n"
    'Contact: <sip:anna.petrova@91.198.174.192:5062;ob>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-001565abcdef>"\r\n'
    'Proxy-Authorization: Digest username="anna.petrova", realm="sip.provider.net", nonce="0a4f113bKx7pQ2mN", '
    'uri="sip:84951112233@sip.provider.net", response="d41d8cd98f00b204e9800998ecf8427e", algorithm=MD5, cnonce="Kx7pQ2mN", qop=auth, '
    "nc=00000001\r\n"
    "P-Asserted-Identity: <tel:+79161234567>\r\n"
    "Diversion: <sip:4242123@sip.provider.net>;reason=unconditional;counter=1\r\n"
    "User-Agent: Yealink SIP-T46U 108.86.0.20 00:15:65:AB:CD:EF\r\n"
    "X-Owner: anna.petrova\r\n"
    'Warning: 399 host-of-anna.firma.org "anna.petrova dials 84951112233 from 91.198.174.192"\r\n'
    "Subject: Анна Петрова\r\n"
    "Content-Type: application/sdp\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n{BODY}"
).encode()

"""Real encoders: those of FFmpeg, and libraries of telephones where it has none; each gives payloads of RTP, 20 ms in each."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes.util import find_library

import numpy as np
import pytest

from tests.media.sound.voice import Samples

Encoder = Callable[[Samples], Iterator[bytes]]


def by_ffmpeg(name: str, rate: int, size: int, options: dict[str, str] | None = None, bits: int = 0) -> Encoder:
    """An encoder of PyAV; `size` samples are a packet."""

    def encode(sound: Samples) -> Iterator[bytes]:
        av = pytest.importorskip("av", reason="PyAV is not installed")
        context = av.CodecContext.create(name, "w")
        context.sample_rate, context.layout, context.options = rate, "mono", options or {}
        context.format = context.codec.audio_formats[0].name
        if bits:
            context.bit_rate = bits
        for at in range(0, len(sound) - size + 1, size):
            frame = av.AudioFrame.from_ndarray(_formed(sound[at : at + size], context.format.name), context.format.name, "mono")
            frame.sample_rate = rate
            yield from (bytes(packet) for packet in context.encode(frame))
        yield from (bytes(packet) for packet in context.encode(None))

    return encode


def sliced(encode: Encoder, size: int) -> Encoder:
    """Payloads of `size` bytes out of an encoder that gives other ones."""

    def slices(sound: Samples) -> Iterator[bytes]:
        whole = b"".join(encode(sound))
        return (whole[at : at + size] for at in range(0, len(whole), size))

    return slices


def _formed(samples: Samples, form: str) -> np.ndarray:
    return (samples / 32768).astype(np.float32).reshape(1, -1) if form.startswith("flt") else samples.reshape(1, -1)


def _library(name: str, package: str) -> ctypes.CDLL:
    path = find_library(name)
    if path is None:
        pytest.skip(f"{package} is not installed")
    return ctypes.CDLL(path)


def gsm(sound: Samples) -> Iterator[bytes]:
    """GSM full rate by libgsm."""
    lib = _library("gsm", "libgsm1")
    lib.gsm_create.restype = ctypes.c_void_p
    lib.gsm_encode.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p]
    state, out = lib.gsm_create(), ctypes.create_string_buffer(33)
    for at in range(0, len(sound) - 159, 160):
        lib.gsm_encode(state, np.ascontiguousarray(sound[at : at + 160]).ctypes.data, out)
        yield out.raw


def g729(sound: Samples, silence: bool = False) -> Iterator[bytes]:
    """G.729 by libbcg729; with `silence` detection pauses become SID frames or nothing."""
    lib = _library("bcg729", "libbcg729-0")
    lib.initBcg729EncoderChannel.restype = ctypes.c_void_p
    lib.initBcg729EncoderChannel.argtypes = [ctypes.c_uint8]
    lib.bcg729Encoder.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    state, out, size = lib.initBcg729EncoderChannel(int(silence)), ctypes.create_string_buffer(10), ctypes.c_uint8()
    for at in range(0, len(sound) - 159, 160):
        packet = b""
        for half in (0, 80):
            lib.bcg729Encoder(state, np.ascontiguousarray(sound[at + half : at + half + 80]).ctypes.data, out, ctypes.byref(size))
            packet += out.raw[: size.value]
        yield packet


def speex(sound: Samples) -> Iterator[bytes]:
    """Narrow band Speex by libspeex."""
    lib = _library("speex", "libspeex1")
    lib.speex_encoder_init.restype = lib.speex_lib_get_mode.restype = ctypes.c_void_p
    lib.speex_encoder_init.argtypes = [ctypes.c_void_p]
    lib.speex_encode_int.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    bits = ctypes.create_string_buffer(64)
    lib.speex_bits_init(bits)
    state, out = lib.speex_encoder_init(lib.speex_lib_get_mode(0)), ctypes.create_string_buffer(200)
    for at in range(0, len(sound) - 159, 160):
        lib.speex_bits_reset(bits)
        lib.speex_encode_int(state, np.array(sound[at : at + 160]).ctypes.data, bits)
        yield out.raw[: lib.speex_bits_write(bits, out, 200)]


def amr_wb(sound: Samples) -> Iterator[bytes]:
    """AMR-WB at 23.85 kbit/s by libvo-amrwbenc, as octet-aligned payloads (RFC 4867 section 4.4)."""
    lib = _library("vo-amrwbenc", "libvo-amrwbenc0")
    lib.E_IF_init.restype = ctypes.c_void_p
    lib.E_IF_encode.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    state, out = lib.E_IF_init(), ctypes.create_string_buffer(64)
    for at in range(0, len(sound) - 319, 320):
        size = lib.E_IF_encode(state, 8, np.ascontiguousarray(sound[at : at + 320]).ctypes.data, out, 0)
        yield b"\xf0" + out.raw[:size]


def amr(sound: Samples) -> Iterator[bytes]:
    """AMR at 12.2 kbit/s by FFmpeg's libopencore, as bandwidth-efficient payloads (RFC 4867 section 4.3)."""
    for frame in by_ffmpeg("libopencore_amrnb", 8000, 160, bits=12200)(sound):
        kind, quality = frame[0] >> 3 & 0x0F, frame[0] >> 2 & 1
        head = 0xF << 6 | 0 << 5 | kind << 1 | quality
        bits = 244
        value = (head << bits) | (int.from_bytes(frame[1:], "big") >> (8 * (len(frame) - 1) - bits))
        yield (value << 2).to_bytes(32, "big")

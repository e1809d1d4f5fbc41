"""The number of an appointment can be read by any camera."""

import zlib

import zxingcpp

from rathaus.booking.qr import qr_code


def test_a_camera_reads_the_number_from_the_picture() -> None:
    (found,) = zxingcpp.read_barcodes(pixels_of(qr_code("MU7K2P4Q", "png")))

    assert found.text == "MU7K2P4Q"
    assert found.format == zxingcpp.BarcodeFormat.QRCode, "phones do not read Micro QR codes"


def test_both_pictures_are_of_one_size() -> None:
    drawn = qr_code("MU7K2P4Q", "svg").decode()

    assert 'width="174" height="174"' in drawn
    assert pixels_of(qr_code("MU7K2P4Q", "png")).shape == (174, 174)


def pixels_of(png: bytes) -> memoryview:
    """The pixels of a black and white PNG whose rows have no filter or repeat the one above, one byte each."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert png[24:26] == b"\x01\x00", "1 bit, grey"
    begin = png.index(b"IDAT")
    plain = zlib.decompress(png[begin + 4 : begin + 4 + int.from_bytes(png[begin - 4 : begin], "big")])
    length, above, found = (width + 7) // 8, bytes(width), bytearray()
    for row in range(height):
        kind, *packed = plain[row * (length + 1) : (row + 1) * (length + 1)]
        assert kind == 0 or not any(packed)
        above = above if kind else bytes(255 * (packed[n // 8] >> (7 - n % 8) & 1) for n in range(width))
        found += above
    return memoryview(bytes(found)).cast("B", (height, width))

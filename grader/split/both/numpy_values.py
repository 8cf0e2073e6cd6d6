"""NumPy values: array contents as raw bytes, object arrays element by element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.split.both.texts import LOOKS_INSIDE, looks_inside
from grader.split.both.values import BadValue, Decoder, Encoder, NotAValue

Writer = Callable[[Encoder, Any], Any]
Reader = Callable[[Decoder, dict[str, Any]], Any]

_RAW_KINDS = "biufcmMSU"
_BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


def write_raw(encoder: Encoder, array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode a plain array; `array` must be an exact ndarray."""
    shape = list(array.shape)
    if array.dtype.hasobject:
        if array.dtype.kind != "O":
            raise NotAValue("a structured array of objects")
        return {"t": "objects", "s": shape, "v": encoder.sequence(array.ravel().tolist())}
    if array.dtype.kind == "V":
        if array.dtype.names is None:
            raise NotAValue("an array of raw bytes")
        fields = [array.dtype.fields[name] for name in array.dtype.names]
        if any(field[0].subdtype or field[0].names for field in fields):
            raise NotAValue("a nested structured array")
        descr: Any = {
            "names": list(array.dtype.names),
            "formats": [field[0].str for field in fields],
            "offsets": [field[1] for field in fields],
            "itemsize": array.dtype.itemsize,
        }
    else:
        descr = array.dtype.str
    content = np.ascontiguousarray(array).tobytes()
    return {"t": "array", "d": descr, "s": shape, "v": encoder.blob(content)}


def _read_dtype(descr: Any) -> np.dtype[Any]:
    if isinstance(descr, dict):
        dtype: np.dtype[Any] = np.dtype(descr)  # type: ignore[call-overload]
    elif isinstance(descr, str):
        dtype = np.dtype(descr)
        if dtype.kind not in _RAW_KINDS:
            raise BadValue(f"arrays of {dtype} do not travel")
    else:
        raise BadValue("an array without a type")
    if dtype.hasobject:
        raise BadValue("arrays of objects do not travel as bytes")
    return dtype


def part(decoder: Decoder, node: Any) -> Any:
    """Read the array or the index behind something else, of whatever kind and size that is."""
    tag = node.get("t") if type(node) is dict else None
    reader = PARTS.get(tag) if type(tag) is str else None
    return decoder.decode(node) if reader is None else reader(decoder, node)


def _read_shape(node: dict[str, Any]) -> tuple[int, ...]:
    shape = node["s"]
    if len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise BadValue("an array without a proper shape")
    return tuple(shape)


def read_raw(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Rebuild a plain array; one whose shape and bytes do not fit raises."""
    dtype = _read_dtype(node["d"])
    shape = _read_shape(node)
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    flat = np.frombuffer(decoder.blob(node["v"]), dtype=dtype)
    _check_texts(decoder, flat)
    if dtype.kind in "fcmM" and np.isnan(flat).any():
        decoder.may_lack()
    return flat.reshape(shape).copy()


def _check_texts(decoder: Decoder, flat: np.ndarray[Any, Any]) -> None:
    """Check the texts of an array as those of a message are, which stand there as they are."""
    for part in [flat[name] for name in flat.dtype.names or ()] or [flat]:
        inside = part.dtype.kind == "U" and any(map(looks_inside, part.tolist()))
        if inside and not decoder.may("template"):
            raise BadValue(LOOKS_INSIDE)


def _read_objects(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    items = decoder.decode(node["v"])
    if any(item is None or (type(item) is float and np.isnan(item)) for item in items):
        decoder.may_lack()
    flat = np.empty(len(items), dtype=object)
    flat[:] = items if not any(isinstance(i, (list, tuple, np.ndarray)) for i in items) else None
    if items and flat[0] is None:
        for position, item in enumerate(items):
            flat[position] = item
    return flat.reshape(_read_shape(node))


def write_array(encoder: Encoder, obj: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode an array: masked ones, matrices, and any other as a plain one."""
    if obj is np.ma.masked:
        return {"t": "maskedconstant"}
    if isinstance(obj, np.ma.MaskedArray):
        data, mask = np.asarray(obj.data), np.asarray(np.ma.getmaskarray(obj))
        return {"t": "masked", "v": write_raw(encoder, data), "m": write_raw(encoder, mask)}
    node = write_raw(encoder, np.ndarray.view(obj, np.ndarray))
    if isinstance(obj, np.matrix):
        return {"t": "matrix", "v": node}
    return node


def _read_masked(decoder: Decoder, node: dict[str, Any]) -> Any:
    data, mask = read_raw(decoder, node["v"]), read_raw(decoder, node["m"])
    lacks = bool(mask.view(np.uint8).any())
    if lacks and not decoder.may_lack():
        return without_missing(data, mask)
    if not decoder.may("masked"):
        # numpy masks later what is outside a function's domain, and masked is never unequal.
        return with_gaps(data, mask) if lacks else data
    return np.ma.MaskedArray(data, mask=mask)


def without_missing(data: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array with nothing in it where something is missing: that equals nothing."""
    found = data.astype(object)
    found[mask if mask.dtype.names is None else ...] = None
    return found


def with_gaps(data: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array with ``nan`` where something is missing, as the plain type would have it."""
    if data.dtype.kind not in "iufc":
        return without_missing(data, mask)
    found = data.astype(
        np.result_type(data.dtype, np.float64) if data.dtype.kind in "iu" else data.dtype
    )
    found[mask] = np.nan
    return found


def _write_scalar(encoder: Encoder, obj: np.generic) -> dict[str, Any]:
    if obj.dtype.kind not in _RAW_KINDS:
        if obj.dtype.names is None:
            raise NotAValue("a numpy scalar of raw bytes")
        return {"t": "npvoid", "v": write_raw(encoder, np.array(obj))}
    if obj.dtype.kind == "f" and obj.dtype.itemsize == 8:
        return {"t": "f8", "v": float(obj)}
    content = np.asarray(obj).tobytes().hex()
    return {"t": "npscalar", "d": obj.dtype.str, "v": content}


def _read_scalar(decoder: Decoder, node: dict[str, Any]) -> Any:
    dtype = _read_dtype(node["d"])
    if dtype.itemsize == 0:
        return dtype.type()
    found = np.frombuffer(bytes.fromhex(node["v"]), dtype=dtype)
    _check_texts(decoder, found)
    return found[0]


def _write_generator(encoder: Encoder, obj: np.random.Generator) -> dict[str, Any]:
    name = type(obj.bit_generator).__name__
    if name not in _BIT_GENERATORS:
        raise NotAValue(f"a random generator on {name}")
    return {"t": "rng", "g": name, "v": encoder.encode(obj.bit_generator.state)}


def _read_generator(decoder: Decoder, node: dict[str, Any]) -> np.random.Generator:
    if node["g"] not in _BIT_GENERATORS:
        raise BadValue("an unknown random generator")
    generator = np.random.Generator(getattr(np.random, node["g"])(0))
    generator.bit_generator.state = decoder.decode(node["v"])
    return generator


def _write_random_state(encoder: Encoder, obj: np.random.RandomState) -> dict[str, Any]:
    return {"t": "randomstate", "v": encoder.encode(obj.get_state(legacy=False))}


def _read_random_state(decoder: Decoder, node: dict[str, Any]) -> np.random.RandomState:
    state = np.random.RandomState(0)
    state.set_state(decoder.decode(node["v"]))
    return state


def _write_dtype(_encoder: Encoder, obj: np.dtype[Any]) -> dict[str, Any]:
    if obj.kind not in _RAW_KINDS + "O":
        raise NotAValue(f"the type {obj}")
    return {"t": "dtype", "v": obj.str}


def _generic(name: str) -> type:
    kind = getattr(np, name)
    if not (isinstance(kind, type) and issubclass(kind, np.generic)):
        raise BadValue(f"numpy.{name} is not a scalar type")
    return kind


PARTS: dict[str, Reader] = {
    "array": read_raw,
    "objects": _read_objects,
    "masked": _read_masked,
    "matrix": lambda d, n: np.asmatrix(part(d, n["v"])),
}
"""What may have no items, and may be part of something else: numpy's here, pandas' added."""
READERS: dict[str, Reader] = {
    "maskedconstant": lambda d, _: np.ma.masked if d.may_lack() else None,
    "npscalar": _read_scalar,
    "f8": lambda _, n: np.float64(n["v"]),
    "npvoid": lambda d, n: d.decode(n["v"])[()],
    "rng": _read_generator,
    "randomstate": _read_random_state,
    "dtype": lambda _, n: np.dtype(n["v"]),
    "nptype": lambda _, n: _generic(n["v"]),
}
WRITERS: list[tuple[type, Writer]] = [
    (np.generic, _write_scalar),
    (np.ndarray, write_array),
    (np.random.Generator, _write_generator),
    (np.random.RandomState, _write_random_state),
    (np.dtype, _write_dtype),
]

"""NumPy values: array contents as raw bytes, object arrays element by element.

Importing this module teaches :mod:`split_grader.split.both.values` about them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from split_grader.split.both.values import (
    CLASSES,
    LIBRARIES,
    READERS,
    BadValue,
    Decoder,
    Encoder,
    NotAValue,
    name_of,
)

_RAW_KINDS = "biufcmMSU"
_BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


def write_raw(encoder: Encoder, array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode a plain array; `array` must be an exact ndarray."""
    shape = list(array.shape)
    if array.dtype.kind == "O":
        return {"t": "objects", "s": shape, "v": encoder.sequence(array.ravel().tolist())}
    spec, dtype = _write_dtype(array.dtype)
    content = np.ascontiguousarray(array, dtype).tobytes()
    return {"t": "array", "d": spec, "s": shape, "v": encoder.blob(content)}


@lru_cache(maxsize=256)
def _write_dtype(dtype: np.dtype[Any]) -> tuple[Any, np.dtype[Any]]:
    """Return a type's text, or the names and texts of its fields; and the type that this gives."""
    fields = {"": dtype} if dtype.names is None else {name: dtype[name] for name in dtype.names}
    if any(part.kind not in _RAW_KINDS for part in fields.values()):
        raise NotAValue(f"an array of {dtype}")
    texts = [[name, part.str] for name, part in fields.items()]
    spec = texts[0][1] if dtype.names is None else texts
    return spec, _read_dtype(spec)


def _read_dtype(spec: Any) -> np.dtype[Any]:
    fields = spec if type(spec) is list else [["", spec]]
    parts = [(str(name), np.dtype(str(text))) for name, text in fields]
    if any(part.kind not in _RAW_KINDS for _, part in parts):
        raise BadValue(f"arrays of {spec} do not travel")
    return np.dtype(parts) if fields is spec else parts[0][1]


def _read_shape(node: dict[str, Any]) -> tuple[int, ...]:
    shape = node["s"]
    if len(shape) > 32 or not all(type(length) is int and length >= 0 for length in shape):
        raise BadValue("an array without a proper shape")
    return tuple(shape)


def read_raw(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Rebuild a plain array; one whose shape and bytes do not fit raises."""
    dtype, shape = _read_dtype(node["d"]), _read_shape(node)
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    return np.frombuffer(decoder.blob(node["v"]), dtype=dtype).reshape(shape).copy()


def _read_objects(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    items = decoder.decode(node["v"])
    flat = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):  # numpy would look into a list
        flat[position] = item
    return flat.reshape(_read_shape(node))


def write_array(encoder: Encoder, obj: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode an array, of whatever class, as a plain or a masked one."""
    if not isinstance(obj, np.ma.MaskedArray):
        return write_raw(encoder, np.ndarray.view(obj, np.ndarray))
    data, mask = np.asarray(obj.data), np.asarray(np.ma.getmaskarray(obj))
    return {"t": "masked", "v": write_raw(encoder, data), "m": write_raw(encoder, mask)}


def _write_scalar(_encoder: Encoder, obj: np.generic) -> dict[str, Any]:
    if obj.dtype.kind == "f" and obj.dtype.itemsize == 8:
        return {"t": "f8", "v": float(obj)}
    return {"t": "npscalar", "d": _write_dtype(obj.dtype)[0], "v": np.asarray(obj).tobytes().hex()}


def _read_scalar(_decoder: Decoder, node: dict[str, Any]) -> Any:
    dtype = _read_dtype(node["d"])
    return np.frombuffer(bytes.fromhex(node["v"]), dtype)[0] if dtype.itemsize else dtype.type()


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


def _write_type(_encoder: Encoder, obj: np.dtype[Any]) -> dict[str, Any]:
    if obj.kind not in _RAW_KINDS + "O":
        raise NotAValue(f"the type {obj}")
    return {"t": "dtype", "v": obj.str}


_PARTS: list[Any] = [value for value in vars(np).values() if isinstance(value, type)]
_CLASSES = [kind for kind in _PARTS if issubclass(kind, np.generic)]
CLASSES.update({name_of(kind): kind for kind in (np.ndarray, *_CLASSES)})
READERS.update(
    {
        "array": read_raw,
        "objects": _read_objects,
        "masked": lambda d, n: np.ma.MaskedArray(d.decode(n["v"]), mask=d.decode(n["m"])),
        "npscalar": _read_scalar,
        "f8": lambda _, n: np.float64(n["v"]),
        "rng": _read_generator,
        "randomstate": _read_random_state,
        "dtype": lambda _, n: np.dtype(n["v"]),
    }
)
LIBRARIES += [
    (np.generic, _write_scalar),
    (np.ndarray, write_array),
    (np.random.Generator, _write_generator),
    (np.random.RandomState, _write_random_state),
    (np.dtype, _write_type),
]

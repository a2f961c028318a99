"""What the processor can do at best: 8-bit matrix products, measured through ONNX Runtime.

The network's weights are 8-bit matrices, so its speed limit is how many 8-bit multiplications
and additions a second the machine does in products that are large enough to hide everything
else. The network's own operations are counted on its weights: attention among words, which is
computed on floating-point numbers, is left out, and so are padding and overlap, so the share of
the limit is that of useful work.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

SIZES = ((512, 2048, 2048), (2048, 2048, 2048), (2048, 384, 1536), (2048, 1536, 384))
PRODUCTS = ("MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "QLinearMatMul")


def peak_operations(threads: int = 0, seconds: float = 1.0) -> float:
    """The most 8-bit operations a second, over a few sizes of matrix; a product counts as two."""
    return max(
        _operations(rows, inner, columns, threads, seconds) for rows, inner, columns in SIZES
    )


def _operations(rows: int, inner: int, columns: int, threads: int, seconds: float) -> float:
    session = _product(inner, columns, threads)
    given = np.random.default_rng(1).integers(0, 255, (rows, inner), dtype=np.uint8)
    session.run(None, {"a": given})
    best = float("inf")
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        session.run(None, {"a": given})
        best = min(best, time.perf_counter() - begun)
    return 2 * rows * inner * columns / best


def _product(inner: int, columns: int, threads: int) -> Any:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    weights = np.random.default_rng(2).integers(-127, 127, (inner, columns), dtype=np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, ["rows", inner])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, ["rows", columns])],
        [numpy_helper.from_array(weights, "b")],
    )
    opsets = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def operations_a_piece() -> int:
    """How many 8-bit operations the reader's network does for one word piece."""
    import onnx

    from onrecord.extract.readers import NETWORK, OURS

    graph = onnx.load_from_string((OURS / NETWORK).read_bytes()).graph
    sizes = {w.name: w.dims[0] * w.dims[1] for w in graph.initializer if len(w.dims) == 2}
    used = [n.input for n in graph.node if n.op_type in PRODUCTS]
    products: int = sum(sizes.get(name, 0) for names in used for name in names)
    return 2 * products

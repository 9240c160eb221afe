/** Exact weights first, then smaller ones, by the names of the hub's ONNX exports: `onnx/NAME_fp16.onnx`. */
export const onnxVariants = ['', '_fp16', '_quantized', '_int8', '_uint8'] as const

/** What a file of the catalog holds, in GB (10⁹ bytes). The catalog itself asks the hub, which a page cannot. */
export interface FileSize {
  readonly gigabytes: number
  /** As the engine names it. */
  readonly precision: string
  /** Of a checkpoint with everything in one file: its text encoders and VAE. */
  readonly inside?: { readonly encoders: number; readonly vae: number }
  /** From the number of weights and the bits of each, as the hub's own list was not seen. */
  readonly isComputed?: true
}

/** As listed on Hugging Face’s pages, read in November 2026, rounded to three digits. */
export const fileSizes: Readonly<Record<string, FileSize>> = {
  'v1-5-pruned-emaonly.safetensors': { gigabytes: 4.27, precision: 'f32', inside: { encoders: 0.49, vae: 0.33 } },
  'sd-v1-5-inpainting.safetensors': { gigabytes: 4.27, precision: 'f32', inside: { encoders: 0.49, vae: 0.33 } },
  'sd_xl_base_1.0.safetensors': { gigabytes: 6.94, precision: 'f16', inside: { encoders: 1.64, vae: 0.17 } },
  'sd_xl_turbo_1.0_fp16.safetensors': { gigabytes: 6.94, precision: 'f16', inside: { encoders: 1.64, vae: 0.17 } },
  'sd_xl_turbo_1.0.safetensors': { gigabytes: 13.9, precision: 'f32', inside: { encoders: 3.27, vae: 0.33 } },
  'sd3.5_medium.safetensors': { gigabytes: 5.11, precision: 'f16', inside: { encoders: 0, vae: 0.17 } },
  'sd3.5_large.safetensors': { gigabytes: 16.5, precision: 'f16', inside: { encoders: 0, vae: 0.17 } },
  'sd3.5_large_turbo.safetensors': { gigabytes: 16.5, precision: 'f16', inside: { encoders: 0, vae: 0.17 } },
  'flux1-schnell-q4_k.gguf': { gigabytes: 6.9, precision: 'q4_k', isComputed: true },
  'flux1-schnell-q8_0.gguf': { gigabytes: 12.7, precision: 'q8_0', isComputed: true },
  'flux1-dev-q4_0.gguf': { gigabytes: 6.93, precision: 'q4_0' },
  'flux1-dev-q8_0.gguf': { gigabytes: 12.8, precision: 'q8_0' },
  'flux1-dev-q3_k.gguf': { gigabytes: 5.35, precision: 'q3_k' },
  'flux1-fill-dev-Q4_K_S.gguf': { gigabytes: 6.81, precision: 'q4_k' },
  'flux1-fill-dev-Q8_0.gguf': { gigabytes: 12.7, precision: 'q8_0', isComputed: true },
  'flux1-kontext-dev-Q4_K_M.gguf': { gigabytes: 6.93, precision: 'q4_k' },
  'flux1-kontext-dev-Q8_0.gguf': { gigabytes: 12.7, precision: 'q8_0', isComputed: true },
  'flux1-kontext-dev-Q3_K_M.gguf': { gigabytes: 5.37, precision: 'q3_k' },
  'flux-2-klein-4b-Q4_0.gguf': { gigabytes: 2.4, precision: 'q4_0', isComputed: true },
  'flux-2-klein-4b-Q8_0.gguf': { gigabytes: 4.3, precision: 'q8_0', isComputed: true },
  'flux-2-klein-9b-Q4_0.gguf': { gigabytes: 5.4, precision: 'q4_0', isComputed: true },
  'Chroma1-HD-Q4_0.gguf': { gigabytes: 5.1, precision: 'q4_0', isComputed: true },
  'Qwen_Image-Q4_K_M.gguf': { gigabytes: 13.1, precision: 'q4_k' },
  'Qwen_Image-Q3_K_M.gguf': { gigabytes: 9.68, precision: 'q3_k' },
  'qwen-image-edit-2511-Q4_K_M.gguf': { gigabytes: 13.3, precision: 'q4_k', isComputed: true },
  'z_image_turbo-Q4_0.gguf': { gigabytes: 3.68, precision: 'q4_0' },
  'z_image_turbo-Q8_0.gguf': { gigabytes: 6.58, precision: 'q8_0' },
  'clip_l.safetensors': { gigabytes: 0.25, precision: 'f16' },
  'clip_g.safetensors': { gigabytes: 1.39, precision: 'f16' },
  't5xxl_fp16.safetensors': { gigabytes: 9.79, precision: 'f16' },
  'Qwen3-4B-Q4_K_M.gguf': { gigabytes: 2.5, precision: 'q4_k' },
  'Qwen3-8B-Q4_K_M.gguf': { gigabytes: 5.03, precision: 'q4_k' },
  'Qwen2.5-VL-7B-Instruct.Q4_K_M.gguf': { gigabytes: 4.68, precision: 'q4_k' },
  'Qwen2.5-VL-7B-Instruct.mmproj-f16.gguf': { gigabytes: 1.35, precision: 'f16', isComputed: true },
  'ae.safetensors': { gigabytes: 0.34, precision: 'f32' },
  'flux2-vae.safetensors': { gigabytes: 0.34, precision: 'f32' },
  'qwen_image_vae.safetensors': { gigabytes: 0.25, precision: 'f16', isComputed: true },
}

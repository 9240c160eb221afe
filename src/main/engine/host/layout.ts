/**
 * The C structures of stable-diffusion.cpp at the supported release, in the order of its header
 * `include/stable-diffusion.h`. The interface has no version check: a library of another release may have other
 * structures, so a library counts as usable only after a test drawing.
 */
export const engineRelease = 'master-827-97d2990'

type Members = Readonly<Record<string, string>>

const text = 'const char *'
const pointer = 'void *'

const tiling = {
  enabled: 'bool',
  temporal_tiling: 'bool',
  tile_size_x: 'int',
  tile_size_y: 'int',
  target_overlap: 'float',
  rel_size_x: 'float',
  rel_size_y: 'float',
  extra_tiling_args: text,
} satisfies Members

const context = {
  model_path: text,
  clip_l_path: text,
  clip_g_path: text,
  clip_vision_path: text,
  t5xxl_path: text,
  llm_path: text,
  llm_vision_path: text,
  diffusion_model_path: text,
  high_noise_diffusion_model_path: text,
  uncond_diffusion_model_path: text,
  embeddings_connectors_path: text,
  vae_path: text,
  audio_vae_path: text,
  taesd_path: text,
  control_net_path: text,
  ip_adapter_path: text,
  motion_module_path: text,
  embeddings: pointer,
  embedding_count: 'uint32_t',
  photo_maker_path: text,
  pulid_weights_path: text,
  tensor_type_rules: text,
  n_threads: 'int',
  wtype: 'int',
  rng_type: 'int',
  sampler_rng_type: 'int',
  prediction: 'int',
  lora_apply_mode: 'int',
  enable_mmap: 'bool',
  flash_attn: 'bool',
  diffusion_flash_attn: 'bool',
  tae_preview_only: 'bool',
  diffusion_conv_direct: 'bool',
  vae_conv_direct: 'bool',
  force_sdxl_vae_conv_scale: 'bool',
  vae_format: 'int',
  max_vram: text,
  stream_layers: 'bool',
  eager_load: 'bool',
  backend: text,
  params_backend: text,
  split_mode: text,
  auto_fit: 'bool',
  rpc_servers: text,
  model_args: text,
} satisfies Members

const image = { width: 'uint32_t', height: 'uint32_t', channel: 'uint32_t', data: pointer } satisfies Members

const skipLayers = {
  layers: pointer,
  layer_count: 'size_t',
  layer_start: 'float',
  layer_end: 'float',
  scale: 'float',
} satisfies Members

const guidance = {
  txt_cfg: 'float',
  img_cfg: 'float',
  distilled_guidance: 'float',
  slg: 'sd_slg_params_t',
} satisfies Members

const sampling = {
  guidance: 'sd_guidance_params_t',
  scheduler: 'int',
  sample_method: 'int',
  sample_steps: 'int',
  eta: 'float',
  shifted_timestep: 'int',
  custom_sigmas: pointer,
  custom_sigmas_count: 'int',
  flow_shift: 'float',
  extra_sample_args: text,
} satisfies Members

const photoMaker = {
  id_images: pointer,
  id_images_count: 'int',
  id_embed_path: text,
  style_strength: 'float',
} satisfies Members

const pulid = { id_embedding_path: text, id_weight: 'float' } satisfies Members

const cache = {
  mode: 'int',
  reuse_threshold: 'float',
  start_percent: 'float',
  end_percent: 'float',
  error_decay_rate: 'float',
  use_relative_threshold: 'bool',
  reset_error_on_compute: 'bool',
  Fn_compute_blocks: 'int',
  Bn_compute_blocks: 'int',
  residual_diff_threshold: 'float',
  max_warmup_steps: 'int',
  max_cached_steps: 'int',
  max_continuous_cached_steps: 'int',
  taylorseer_n_derivatives: 'int',
  taylorseer_skip_interval: 'int',
  scm_mask: text,
  scm_policy_dynamic: 'bool',
  spectrum_w: 'float',
  spectrum_m: 'int',
  spectrum_lam: 'float',
  spectrum_window_size: 'int',
  spectrum_flex_window: 'float',
  spectrum_warmup_steps: 'int',
  spectrum_stop_percent: 'float',
} satisfies Members

const lora = { is_high_noise: 'bool', multiplier: 'float', path: text } satisfies Members

const hires = {
  enabled: 'bool',
  upscaler: 'int',
  model_path: text,
  scale: 'float',
  target_width: 'int',
  target_height: 'int',
  steps: 'int',
  denoising_strength: 'float',
  upscale_tile_size: 'int',
  custom_sigmas: pointer,
  custom_sigmas_count: 'int',
} satisfies Members

const generation = {
  loras: pointer,
  lora_count: 'uint32_t',
  prompt: text,
  negative_prompt: text,
  clip_skip: 'int',
  init_image: 'sd_image_t',
  ref_images: pointer,
  ref_images_count: 'int',
  ref_image_args: text,
  mask_image: 'sd_image_t',
  width: 'int',
  height: 'int',
  sample_params: 'sd_sample_params_t',
  strength: 'float',
  seed: 'int64_t',
  batch_count: 'int',
  control_image: 'sd_image_t',
  control_strength: 'float',
  ip_adapter_image: 'sd_image_t',
  ip_adapter_strength: 'float',
  pm_params: 'sd_pm_params_t',
  pulid_params: 'sd_pulid_params_t',
  vae_tiling_params: 'sd_tiling_params_t',
  cache: 'sd_cache_params_t',
  hires: 'sd_hires_params_t',
  qwen_image_layers: 'int',
  circular_x: 'bool',
  circular_y: 'bool',
} satisfies Members

/** Ordered so that each structure only depends on earlier ones. */
export const engineStructs = {
  sd_tiling_params_t: tiling,
  sd_ctx_params_t: context,
  sd_image_t: image,
  sd_slg_params_t: skipLayers,
  sd_guidance_params_t: guidance,
  sd_sample_params_t: sampling,
  sd_pm_params_t: photoMaker,
  sd_pulid_params_t: pulid,
  sd_cache_params_t: cache,
  sd_lora_t: lora,
  sd_hires_params_t: hires,
  sd_img_gen_params_t: generation,
} satisfies Readonly<Record<string, Members>>

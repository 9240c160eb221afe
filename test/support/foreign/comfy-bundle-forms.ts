import { end, graph, node, plain, sampler, sampling, says, seed, sides, start, words } from './comfy-base.ts'
import type { ForeignForm } from './foreign-form.ts'

/** Settings by the outputs of a bundle, whose order is that of its program. */
const fromContext = (id: string) => ({
  seed: [id, 8],
  steps: [id, 9],
  cfg: [id, 11],
  sampler_name: [id, 13],
  scheduler: [id, 14],
  model: [id, 1],
  positive: [id, 4],
  negative: [id, 5],
  latent_image: [id, 6],
})
const bigContext = {
  '31': node('Seed (rgthree)', { seed }),
  '32': node('INTConstant', { value: 20 }),
  '34': node('FloatConstant', { value: 5 }),
  '35': node('Sampler Selector', { sampler_name: 'euler' }),
  '36': node('Scheduler Selector', { scheduler: 'karras' }),
  '30': node('Context Big (rgthree)', {
    model: ['4', 0],
    clip: ['4', 1],
    vae: ['4', 2],
    ...sides,
    latent: ['5', 0],
    seed: ['31', 0],
    steps: ['32', 0],
    cfg: ['34', 0],
    sampler: ['35', 0],
    scheduler: ['36', 0],
  }),
}
const through = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
  node('KSampler', { ...fromContext(id), denoise: 1, ...more })
const loraPath = { '3': node('KSampler', { seed, ...sampling, model: ['20', 0], ...sides, latent_image: ['5', 0] }) }
const loras = (...found: readonly (readonly [string, number])[]) => ({
  ...says,
  loras: found.map(([path, scale]) => ({ path, scale })),
})

/** What people's graphs are built of besides ComfyUI's own nodes. */
export const bundledForms: readonly ForeignForm[] = [
  graph('all settings through a context', { ...words, ...start, ...end, ...bigContext, '3': through('30') }),
  graph('all settings through a switch of contexts', {
    ...words,
    ...start,
    ...end,
    ...bigContext,
    '40': node('Context Switch Big (rgthree)', { ctx_01: ['30', 0] }),
    '3': through('40'),
  }),
  graph(
    'a context that does not say the steps',
    {
      ...words,
      ...start,
      ...end,
      ...bigContext,
      '30': node('Context Big (rgthree)', {
        model: ['4', 0],
        clip: ['4', 1],
        ...sides,
        latent: ['5', 0],
        seed: ['31', 0],
      }),
      '3': through('30', { cfg: 5 }),
    },
    { ...says, steps: null, options: {} },
  ),
  graph('a latent by a switch, behind a context', {
    ...words,
    ...start,
    ...end,
    '21': node('Seed (rgthree)', { seed }),
    '50': node('Any Switch (rgthree)', { any_01: ['5', 0] }),
    '41': node('Context Big (rgthree)', { model: ['4', 0], ...sides, latent: ['50', 0], seed: ['21', 0] }),
    '3': node('KSampler', { ...sampling, ...fromContext('41'), ...sampling, seed: ['21', 0] }),
  }),
  graph(
    'a pipe from a loader over its settings to a sampler that has none',
    {
      '1': node('easy fullLoader', {
        ckpt_name: 'sdxl.safetensors',
        lora_name: 'None',
        empty_latent_width: 832,
        empty_latent_height: 1216,
        positive: 'a fox',
        negative: 'dog',
      }),
      '2': node('easy preSampling', { ...sampling, seed, pipe: ['1', 0] }),
      '3': node('easy kSampler', { image_output: 'Save', link_id: 0, save_prefix: 'ComfyUI', pipe: ['2', 0] }),
    },
    says,
  ),
  graph(
    'a stack of LoRAs in simple mode',
    {
      '1': node('Efficient Loader', {
        ckpt_name: 'sdxl.safetensors',
        positive: 'a fox',
        negative: 'dog',
        empty_latent_width: 832,
        empty_latent_height: 1216,
        lora_stack: ['2', 0],
      }),
      '2': node('LoRA Stacker', {
        input_mode: 'simple',
        lora_count: 1,
        lora_name_1: 'one.safetensors',
        lora_wt_1: 0.7,
        model_str_1: 1,
        clip_str_1: 1,
      }),
      '3': node('KSampler (Efficient)', {
        seed,
        ...sampling,
        model: ['1', 0],
        positive: ['1', 1],
        negative: ['1', 2],
        latent_image: ['1', 3],
      }),
      '9': node('SaveImage', { images: ['3', 5] }),
    },
    loras(['one.safetensors', 0.7]),
  ),
  graph(
    'LoRAs by number',
    {
      ...plain,
      ...loraPath,
      '20': node('Lora Loader Stack (rgthree)', {
        lora_01: 'pixel.safetensors',
        strength_01: 0.7,
        lora_02: 'detail.safetensors',
        strength_02: 0.4,
        lora_03: 'None',
        strength_03: 1,
        model: ['4', 0],
        clip: ['4', 1],
      }),
    },
    loras(['pixel.safetensors', 0.7], ['detail.safetensors', 0.4]),
  ),
  graph(
    'quantized loaders with names of their own',
    {
      ...plain,
      ...loraPath,
      '4': node('NunchakuFluxDiTLoader', { model_path: 'svdq-int4-flux.1-dev' }),
      '20': node('NunchakuFluxLoraLoader', { model: ['4', 0], lora_name: 'ink.safetensors', lora_strength: 0.65 }),
    },
    { ...loras(['ink.safetensors', 0.65]), model: 'svdq-int4-flux.1-dev' },
  ),
  graph(
    'a LoRA whose weight is nowhere',
    { ...plain, ...loraPath, '20': node('LoraFromElsewhere', { model: ['4', 0], lora_name: 'ink.safetensors' }) },
    { ...says, options: { ...says.options, lorasOfUnknownWeight: 'ink.safetensors' } },
  ),
  graph('an encoder with a prompt of the system', {
    ...plain,
    '6': node('CLIPTextEncodeLumina2', { system_prompt: 'superior', user_prompt: 'a fox', clip: ['4', 1] }),
  }),
]

/** Another sampler's image, and what a switch asks. */
const another = {
  '12': sampler({ seed: 1 }),
  '13': node('VAEDecode', { samples: ['12', 0], vae: ['4', 2] }),
  '33': node('Ask a Server', { url: 'http://localhost' }),
}

/** What switches choose may be computed, or asked for elsewhere: `33`. */
export const switchForms: readonly ForeignForm[] = [
  graph(
    'switches whose choice is not in the file',
    {
      ...plain,
      '3': sampler({ model: ['30', 0], steps: ['32', 0], cfg: ['35', 0] }),
      '17': node('CheckpointLoaderSimple', { ckpt_name: 'perhaps.safetensors' }),
      '30': node('CR Model Input Switch', { Input: ['33', 0], model1: ['17', 0], model2: ['4', 0] }),
      '32': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['36', 0] }),
      '33': node('Ask a Server', { url: 'http://localhost' }),
      '34': node('PrimitiveInt', { value: 20 }),
      '35': node('ComfySwitchNode', { switch: true, on_false: ['34', 0], on_true: ['33', 0] }),
      '36': node('PrimitiveInt', { value: 21 }),
    },
    { ...says, model: null, steps: null, guidance: null },
  ),
  graph('switches whose choice is not in the file, but whose branches lead to the same', {
    ...plain,
    '3': sampler({ model: ['30', 0], positive: ['31', 0], steps: ['32', 0], latent_image: ['36', 0] }),
    '9': node('SaveImage', { images: ['37', 0] }),
    '10': node('Reroute', { '': ['4', 0] }),
    '30': node('CR Model Input Switch', { Input: ['33', 0], model1: ['10', 0], model2: ['4', 0] }),
    '31': node('ImpactSwitch', { select: ['33', 0], input1: ['6', 0], input2: ['6', 0], input3: ['6', 0] }),
    '32': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['35', 0] }),
    '33': node('Ask a Server', { url: 'http://localhost' }),
    '34': node('PrimitiveInt', { value: 20 }),
    '35': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['34', 0] }),
    '36': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['5', 0], on_true: ['5', 0] }),
    // Enlarged or not, the image is of the same sampler.
    '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['8', 0], on_true: ['39', 0] }),
    '38': node('ImageScaleBy', { image: ['8', 0], upscale_method: 'lanczos', scale_by: 2 }),
    '39': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['38', 0], on_true: ['8', 0] }),
  }),
  graph(
    'a switch between images of two samplers whose choice is not in the file',
    {
      ...plain,
      '9': node('SaveImage', { images: ['37', 0] }),
      ...another,
      '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['8', 0], on_true: ['13', 0] }),
    },
    {},
  ),
  graph(
    'a latent that is enlarged or not, which is not in the file',
    {
      ...plain,
      '3': sampler({ latent_image: ['36', 0] }),
      '33': node('Ask a Server', { url: 'http://localhost' }),
      '36': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['5', 0], on_true: ['38', 0] }),
      '38': node('LatentUpscaleBy', { samples: ['5', 0], upscale_method: 'bislerp', scale_by: 2 }),
    },
    { ...says, requestedSize: null },
  ),
  graph(
    'an image laid over that of one of two samplers, which is not in the file',
    {
      ...plain,
      ...another,
      '9': node('SaveImage', { images: ['40', 0] }),
      '14': sampler({ seed: 2 }),
      '15': node('VAEDecode', { samples: ['14', 0], vae: ['4', 2] }),
      '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['13', 0], on_true: ['15', 0] }),
      '40': node('ImageBlend', { image1: ['37', 0], image2: ['8', 0], blend_factor: 0.5 }),
    },
    {},
  ),
  graph(
    'an image laid over another or none, which is not in the file',
    {
      ...plain,
      ...another,
      '9': node('SaveImage', { images: ['40', 0] }),
      '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['none', 0], on_true: ['13', 0] }),
      '40': node('ImageBlend', { image1: ['37', 0], image2: ['8', 0], blend_factor: 0.5 }),
    },
    {},
  ),
  graph(
    'two saved images, the first of which is one of two, which is not in the file',
    {
      ...plain,
      ...another,
      '9': node('SaveImage', { images: ['37', 0] }),
      '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['8', 0], on_true: ['13', 0] }),
      '38': node('SaveImage', { images: ['8', 0] }),
    },
    {},
  ),
  graph('an image laid over one of two photos, which is not in the file', {
    ...plain,
    '9': node('SaveImage', { images: ['40', 0] }),
    '33': node('Ask a Server', { url: 'http://localhost' }),
    '34': node('LoadImage', { image: 'a.png' }),
    '35': node('LoadImage', { image: 'b.png' }),
    '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['35', 0] }),
    '40': node('ImageBlend', { image1: ['37', 0], image2: ['8', 0], blend_factor: 0.5 }),
  }),
  graph('a photo or an image of another sampler, which is not in the file, laid over an image', {
    ...plain,
    ...another,
    '9': node('SaveImage', { images: ['40', 0] }),
    '34': node('LoadImage', { image: 'a.png' }),
    '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['13', 0] }),
    '40': node('ImageBlend', { image1: ['8', 0], image2: ['37', 0], blend_factor: 0.5 }),
  }),
  graph(
    'a latent beside one of two, which is not in the file',
    {
      ...plain,
      '3': sampler({ latent_image: ['40', 0] }),
      '33': node('Ask a Server', { url: 'http://localhost' }),
      '34': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
      '35': node('EmptyLatentImage', { width: 768, height: 768, batch_size: 1 }),
      '37': node('ComfySwitchNode', { switch: ['33', 0], on_false: ['34', 0], on_true: ['35', 0] }),
      '40': node('LatentBatch', { samples1: ['37', 0], samples2: ['5', 0] }),
    },
    { ...says, requestedSize: null },
  ),
  graph(
    'an image scaled to a size that is not in the file',
    {
      ...plain,
      '3': sampler({ latent_image: ['42', 0] }),
      '33': node('Ask a Server', { url: 'http://localhost' }),
      '40': node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 }),
      '41': node('ImageScale', { image: ['40', 0], width: ['33', 0], height: ['33', 1], crop: 'disabled' }),
      '42': node('VAEEncode', { pixels: ['41', 0], vae: ['4', 2] }),
    },
    { ...says, requestedSize: null },
  ),
]

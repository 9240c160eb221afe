interface DescribedEndpoint {
  readonly display_name: string
  readonly category: string
  readonly description: string
  readonly status?: 'deprecated'
  /** Input schema. */
  readonly schema: object
}

const media = { type: 'string', title: 'Url' }
const prompt = { type: 'string', title: 'Prompt' }

/** Endpoints that are not built in, as fal's catalog describes them. */
export const describedEndpoints: Readonly<Record<string, DescribedEndpoint>> = {
  'fal-ai/fast-sdxl/inpainting': {
    display_name: 'Stable Diffusion XL, inpainting',
    category: 'image-to-image',
    description: 'Run SDXL at the speed of light',
    schema: {
      type: 'object',
      title: 'InpaintingInput',
      required: ['prompt', 'image_url', 'mask_url'],
      properties: {
        prompt,
        negative_prompt: { type: 'string', title: 'Negative Prompt', default: '' },
        image_url: media,
        mask_url: { ...media, description: 'The URL of the mask. White areas are inpainted, black areas are kept.' },
        strength: { type: 'number', minimum: 0.05, maximum: 1, default: 0.95 },
        num_inference_steps: { type: 'integer', minimum: 1, maximum: 65, default: 25 },
        guidance_scale: { type: 'number', minimum: 0, maximum: 20, default: 7.5 },
        seed: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
        num_images: { type: 'integer', minimum: 1, maximum: 8, default: 1 },
        sync_mode: { type: 'boolean', default: false },
        format: { enum: ['jpeg', 'png'], type: 'string', default: 'jpeg' },
      },
    },
  },
  // As documented on its page in October 2026 (fal.ai/models/blackforestlabs/flux-3/text-to-image).
  'blackforestlabs/flux-3/text-to-image': {
    display_name: 'Flux 3 Image',
    category: 'text-to-image',
    description: 'Native 2K and 4K',
    schema: {
      type: 'object',
      title: 'TextToImageInput',
      required: ['prompt'],
      properties: {
        prompt,
        image_urls: { type: 'array', items: { type: 'string' }, maxItems: 10 },
        aspect_ratio: {
          enum: ['auto', '21:9', '2:1', '16:9', '3:2', '7:5', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16', '9:21'],
          type: 'string',
          default: 'auto',
        },
        resolution: { enum: ['768sq', '1k', '1.5k', '2k', '4k'], type: 'string', default: '1k' },
        sync_mode: { type: 'boolean', default: false },
      },
    },
  },
  'fal-ai/ideogram/v3/edit': {
    display_name: 'Ideogram V3 Edit',
    category: 'image-to-image',
    description: 'Repaints a part',
    schema: {
      type: 'object',
      required: ['prompt', 'image_url', 'mask_url'],
      properties: {
        prompt,
        image_url: media,
        mask_url: { ...media, description: 'The mask URL to inpaint the image' },
      },
    },
  },
  // Some of those that Atelier offers if fal describes them: discontinued ones, and ones that return no images.
  'fal-ai/flux-2/lora': {
    display_name: 'FLUX.2 LoRA',
    category: 'text-to-image',
    description: '',
    status: 'deprecated',
    schema: { type: 'object', required: ['prompt'], properties: { prompt } },
  },
  'fal-ai/qwen-image-edit': {
    display_name: 'Moved',
    category: 'image-to-video',
    description: '',
    schema: { type: 'object', required: ['prompt'], properties: { prompt } },
  },
}

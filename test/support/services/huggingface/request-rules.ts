import type { FieldRule, FieldRules } from '../check-fields.ts'
import { falFields } from '../fal/fal-fields.ts'
import { rulesOf } from '../replicate/model-document.ts'

const text: FieldRule = { type: 'text' }
const must = (rule: FieldRule): FieldRule => ({ ...rule, isRequired: true })
const number: FieldRule = { type: 'number', min: 0 }
const whole = (min = 0, max = 4_294_967_295): FieldRule => ({ type: 'whole', min, max })
const oneOf = (...values: string[]): FieldRule => ({ type: 'text', values })
const dataUri: FieldRule = { type: 'text', matches: /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/ }
const list = (of: FieldRule): FieldRule => ({ type: 'list', of, maxItems: 10 })
const object = (fields: FieldRules): FieldRule => ({ type: 'object', fields })

/** Tasks in huggingface.js (packages/tasks, MIT, 2026-08-21): text-to-image and image-to-image. */
const shared: FieldRules = { guidance_scale: number, negative_prompt: text, num_inference_steps: whole(1) }
const generateTask: FieldRules = {
  inputs: must(text),
  parameters: object({ ...shared, width: whole(1), height: whole(1), scheduler: text, seed: whole() }),
}
const editTask: FieldRules = {
  inputs: must({ type: 'text', matches: /^[A-Za-z0-9+/]+=*$/, minChars: 100 }),
  parameters: object({
    ...shared,
    prompt: text,
    target_size: object({ width: must(whole(1)), height: must(whole(1)) }),
  }),
}

/** https://docs.together.ai/reference/post-images-generations */
const together: FieldRules = {
  model: must(text),
  prompt: must(text),
  negative_prompt: text,
  response_format: must(oneOf('base64', 'url')),
  steps: whole(1, 100),
  guidance_scale: number,
  output_format: oneOf('jpeg', 'png'),
  seed: whole(),
  width: whole(64, 4_096),
  height: whole(64, 4_096),
  image_url: dataUri,
  reference_images: list(dataUri),
}
const nscale: FieldRules = {
  model: must(text),
  prompt: must(text),
  response_format: must(oneOf('b64_json')),
  size: { type: 'text', matches: /^\d+x\d+$/ },
  seed: whole(),
  guidance_scale: number,
  negative_prompt: text,
}
/** From its models' pages (llms.txt, 2026). */
const wavespeed: FieldRules = {
  prompt: must(text),
  negative_prompt: text,
  size: { type: 'text', matches: /^\d+\*\d+$/ },
  num_inference_steps: whole(1, 50),
  guidance_scale: { type: 'number', min: 1, max: 20 },
  seed: whole(),
  output_format: oneOf('jpeg', 'png', 'webp'),
  image: dataUri,
  images: list(dataUri),
  loras: list(object({ path: must(text), scale: number })),
}
/** https://docs.z.ai/api-reference/image/generate-image-async */
const zai: FieldRules = {
  model: must(oneOf('glm-image')),
  prompt: must(text),
  quality: oneOf('hd'),
  size: { type: 'text', matches: /^(1\d{3}|20[0-3]\d|204[0-8])x(1\d{3}|20[0-3]\d|204[0-8])$/ },
  user_id: text,
}

const images: FieldRules = {
  image: dataUri,
  images: list(dataUri),
  input_image: dataUri,
  input_images: list(dataUri),
}
const diffusers: FieldRules = { prompt: must(text), ...shared, width: whole(1), height: whole(1), seed: whole() }

/** Returns the fields a submission to one of the providers may contain; null = unknown address. */
export function rulesFor(path: string): FieldRules | null {
  const [, provider, rest = ''] = /^\/([\w-]+)\/(.+)$/.exec(path) ?? []
  switch (provider) {
    case 'hf-inference':
      return rest.endsWith('FLUX.2-dev') ? editTask : generateTask
    case 'fal-ai': {
      const rules = falFields[rest]
      // Like Hugging Face's own clients: the image goes in both fields, because each endpoint reads one of them.
      return rules === undefined ? null : { ...rules, ...(rules['image_urls'] && { image_url: dataUri }) }
    }
    case 'replicate':
      return rest === 'v1/predictions'
        ? { version: must(text), input: must(object(diffusers)) }
        : { input: must(object({ ...rulesOf('black-forest-labs/flux-dev'), ...images })) }
    case 'together':
      return rest === 'v1/images/generations' ? together : null
    case 'nscale':
      return rest === 'v1/images/generations' ? nscale : null
    case 'wavespeed':
      return rest.startsWith('api/v3/') ? wavespeed : null
    case 'zai-org':
      return rest === 'api/paas/v4/async/images/generations' ? zai : null
    default:
      return null
  }
}

import { checkForm, checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

// sd-server's own API description (leejet/stable-diffusion.cpp, MIT, 2026-08-19), LocalAI's handlers (MIT), and for any
// other server only what all of them accept.

const base64: FieldRule = { type: 'text', matches: /^[A-Za-z0-9+/]+=*$/ }
const size: FieldRule = { type: 'text', matches: /^\d+x\d+$/ }

const guidance: FieldRules = {
  txt_cfg: { type: 'number', min: 0 },
  img_cfg: { type: 'number' },
  distilled_guidance: { type: 'number', min: 0 },
}
const samplers =
  'euler euler_a heun dpm2 dpm++2s_a dpm++2m dpm++2mv2 ipndm ipndm_v lcm ddim_trailing tcd res_multistep res_2s er_sde euler_cfg_pp euler_a_cfg_pp euler_ge dpm++2m_sde dpm++2m_sde_bt lms'
const schedulers =
  'discrete normal karras exponential ays gits sgm_uniform simple smoothstep kl_optimal lcm bong_tangent ltx2 logit_normal flux2 flux beta'

/** Fields of a job; the plain API accepts them only inside the prompt. */
const extras: FieldRules = {
  negative_prompt: { type: 'text' },
  seed: { type: 'whole', min: 0 },
  strength: { type: 'number', min: 0, max: 1 },
  clip_skip: { type: 'whole', min: -1 },
  sample_params: {
    type: 'object',
    fields: {
      sample_method: { type: 'text', values: samplers.split(' ') },
      scheduler: { type: 'text', values: schedulers.split(' ') },
      sample_steps: { type: 'whole', min: 1, max: 100 },
      flow_shift: { type: 'number' },
      guidance: { type: 'object', fields: guidance },
    },
  },
  lora: {
    type: 'list',
    of: {
      type: 'object',
      fields: {
        // Anything not in the capabilities is refused.
        path: { type: 'text', isRequired: true, values: ['paper-cut.safetensors'] },
        multiplier: { type: 'number' },
        is_high_noise: { type: 'flag' },
      },
    },
  },
}
const job: FieldRules = {
  ...extras,
  prompt: { type: 'text', isRequired: true },
  width: { type: 'whole', min: 64, max: 4_096, step: 64 },
  height: { type: 'whole', min: 64, max: 4_096, step: 64 },
  seed: { type: 'whole', isRequired: true, min: 0 },
  batch_count: { type: 'whole', min: 1, max: 8 },
  init_image: base64,
  mask_image: base64,
  ref_images: { type: 'list', of: base64, minItems: 1 },
  output_format: { type: 'text', values: ['png', 'jpeg', 'webp'] },
  output_compression: { type: 'whole', min: 0, max: 100 },
}

/** A server that rejects unknown fields. The last five are sent only if the user set them. */
const common: FieldRules = {
  model: { type: 'text', isRequired: true, minChars: 1 },
  prompt: { type: 'text', isRequired: true },
  n: { type: 'whole', min: 1, max: 10 },
  size,
  response_format: { type: 'text', values: ['b64_json', 'url'] },
  quality: { type: 'text' },
  negative_prompt: { type: 'text' },
  seed: { type: 'whole', min: 0 },
  steps: { type: 'whole', min: 1 },
}
const files: FieldRule = { type: 'list', of: { type: 'file' }, minItems: 1, maxItems: 16 }
const sdServer: FieldRules = {
  model: { type: 'text', isRequired: true, values: ['sd-cpp-local'] },
  prompt: { type: 'text', isRequired: true },
  n: { type: 'whole', min: 1, max: 8 },
  size,
  output_format: { type: 'text', values: ['png', 'jpeg'] },
}
const images: FieldRules = { image: files, 'image[]': files, mask: { type: 'file' } }

const localai: FieldRules = {
  model: { type: 'text', isRequired: true, minChars: 1 },
  prompt: { type: 'text', isRequired: true },
  n: { type: 'whole', min: 1, max: 10 },
  size,
  response_format: { type: 'text', isRequired: true, values: ['b64_json'] },
  negative_prompt: { type: 'text' },
  step: { type: 'whole', min: 1 },
  file: base64,
  ref_images: { type: 'list', of: base64, minItems: 1 },
  seed: { type: 'whole', min: 0 },
}
const localaiInpainting: FieldRules = {
  model: { type: 'text', isRequired: true },
  prompt: { type: 'text', isRequired: true },
  steps: { type: 'whole', min: 1 },
  image: { type: 'file', isRequired: true },
  mask: { type: 'file', isRequired: true },
}

/** `isLocalai`: the request was made for LocalAI, which accepts fields that others do not. */
export function compatibleViolations(request: StubRequest, isLocalai: boolean): string[] {
  const { method, path, json, form } = request
  const isSdServer = modelOf(request) === 'sd-cpp-local'
  switch (`${method} ${path.replace(/\/job_\w+/, '/{id}')}`) {
    case 'GET /sdcpp/v1/capabilities':
    case 'GET /sdcpp/v1/jobs/{id}':
    case 'POST /sdcpp/v1/jobs/{id}/cancel':
    case 'GET /v1/models':
      return []
    case 'POST /sdcpp/v1/img_gen':
      return [...checkJson(json, job), ...maskRules(json)]
    case 'POST /v1/images/generations':
      return [...checkJson(json, isLocalai ? localai : isSdServer ? sdServer : common), ...extraRules(request)]
    case 'POST /v1/images/edits':
      return [...checkForm(form, { ...(isSdServer ? sdServer : common), ...images }), ...extraRules(request)]
    case 'POST /v1/images/inpainting':
      return checkForm(form, localaiInpainting)
    default:
      return path.startsWith('/delivered/') ? [] : [`${method} ${path} does not exist`]
  }
}

export function modelOf({ json, form }: StubRequest): string {
  const inJson = (json as { model?: unknown } | null)?.model
  return typeof inJson === 'string' ? inJson : (form.find(({ name }) => name === 'model')?.value ?? '')
}

/** sd-server reads its own fields out of the prompt; every other server would render them as text. */
function extraRules(request: StubRequest): string[] {
  const [, written = null] = /<sd_cpp_extra_args>(.*?)<\/sd_cpp_extra_args>/s.exec(promptOf(request)) ?? []
  if (written === null) return []
  return modelOf(request) === 'sd-cpp-local' ? checkJson(JSON.parse(written), extras) : ['sd-server’s fields elsewhere']
}

function promptOf({ json, form }: StubRequest): string {
  const inJson = (json as { prompt?: unknown } | null)?.prompt
  return typeof inJson === 'string' ? inJson : (form.find(({ name }) => name === 'prompt')?.value ?? '')
}

function maskRules(json: unknown): string[] {
  const fields = json as Record<string, unknown>
  return 'mask_image' in fields && !('init_image' in fields) ? ['a mask without an image'] : []
}

import type { StubContext, StubResponse, StubRequest } from '../service-stub.ts'
import { playEnd, playSubmission } from './compatible-scenes.ts'

/** Response of a build from summer 2026, shortened. */
const capabilities = {
  model: { name: 'dreamshaper_8.safetensors', stem: 'dreamshaper_8', path: '/models/dreamshaper_8.safetensors' },
  current_mode: 'img_gen',
  supported_modes: ['img_gen'],
  defaults_by_mode: {
    img_gen: {
      prompt: '',
      width: 512,
      height: 512,
      strength: 0.75,
      seed: -1,
      sample_params: { sample_method: 'euler_a', sample_steps: 20, guidance: { txt_cfg: 7, distilled_guidance: 3.5 } },
    },
  },
  output_formats_by_mode: { img_gen: ['png', 'jpeg', 'webp'] },
  features_by_mode: {
    img_gen: {
      init_image: true,
      mask_image: true,
      ref_images: true,
      lora: true,
      cancel_queued: true,
      cancel_generating: false,
    },
  },
  samplers: ['euler', 'euler_a', 'heun', 'dpm++2m', 'lcm'],
  schedulers: ['discrete', 'karras', 'exponential'],
  loras: [{ name: 'paper-cut', path: 'paper-cut.safetensors' }],
  upscalers: [],
  limits: {
    min_width: 64,
    max_width: 4_096,
    min_height: 64,
    max_height: 4_096,
    max_batch_count: 8,
    max_queue_size: 64,
  },
}

const jobId = 'job_7f3a9c'
const jobPath = `/sdcpp/v1/jobs/${jobId}`

/** `stable-diffusion.cpp`'s own API: a job queue. null = a different API. */
export async function answerSdServer(
  { method, path, json }: StubRequest,
  context: StubContext,
): Promise<StubResponse | null> {
  if (!path.startsWith('/sdcpp/')) return null
  if (path === '/sdcpp/v1/capabilities') return { status: 200, json: capabilities }
  if (method === 'POST' && path === '/sdcpp/v1/img_gen') return playSubmission(context.scene) ?? begin(json, context)
  if (!path.startsWith(jobPath) || !context.memory.has('job')) return { status: 404, json: { error: 'job not found' } }
  if (path.endsWith('/cancel')) {
    const error = 'job is currently generating and cannot be interrupted yet'
    return { status: 409, json: { error } }
  }
  return look(context)
}

function begin(json: unknown, { memory }: StubContext): StubResponse {
  memory.set('job', json)
  memory.set('looks', 0)
  const begun = { id: jobId, kind: 'img_gen', status: 'queued', created: 1_795_000_000, poll_url: jobPath }
  return { status: 202, json: begun }
}

/** Done on the third poll. */
async function look(context: StubContext): Promise<StubResponse> {
  const polls = Number(context.memory.get('looks')) + 1
  context.memory.set('looks', polls)
  const job = { id: jobId, kind: 'img_gen', created: 1, started: null, completed: null, result: null, error: null }
  if (polls === 1) return { status: 200, json: { ...job, status: 'queued', queue_position: 2 } }
  if (polls === 2 || context.scene === 'waiting') {
    return { status: 200, json: { ...job, status: 'generating', queue_position: 0 } }
  }
  return playEnd(context.scene, job) ?? (await finished(job, context))
}

async function finished(job: object, context: StubContext): Promise<StubResponse> {
  const { batch_count = 1, width = 512, height = 512 } = context.memory.get('job') as Record<string, number>
  const files = await Promise.all(
    Array.from({ length: batch_count }, (_, index) =>
      context.scene === 'black' ? context.blackImage() : context.image(index, { widthPx: width, heightPx: height }),
    ),
  )
  const images = files.map((bytes, index) => ({ index, b64_json: Buffer.from(bytes).toString('base64') }))
  return { status: 200, json: { ...job, status: 'completed', result: { output_format: 'png', images } } }
}

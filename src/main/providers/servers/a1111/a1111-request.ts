import type { AdapterInput, InputImage } from '../../core/adapter.ts'
import { toBase64 } from '../../core/wire/image-bytes.ts'
import type { Checkpoint } from './a1111-catalogue.ts'

/** Returns the id of a run in the format of the server's own web interface. */
export function taskIdOf(ticket: string): string {
  return `task(${ticket})`
}

/** @param checkpoint null = whatever is loaded */
export function toA1111Request(input: AdapterInput, checkpoint: Checkpoint | null): { path: string; json: object } {
  const common = toCommonFields(input, checkpoint)
  if (input.source === null) return { path: '/sdapi/v1/txt2img', json: common }
  const json = { ...common, ...toSourceFields(input, input.source), ...(input.mask && toMaskFields(input, input.mask)) }
  return { path: '/sdapi/v1/img2img', json }
}

function toCommonFields(input: AdapterInput, checkpoint: Checkpoint | null): object {
  const size = input.size ?? input.source
  return {
    prompt: [input.prompt, ...input.loras.map(toLoraTag)].filter((part) => part !== '').join(' '),
    negative_prompt: input.negativePrompt ?? '',
    seed: input.seed ?? -1,
    // By default the API draws 50 steps, and guides FLUX models far too strongly: the card has the usual values.
    steps: input.steps ?? input.card.steps?.default,
    cfg_scale: input.guidance ?? input.card.guidance?.default,
    // Without these the server draws 512 × 512, whatever the source.
    ...(size && { width: size.widthPx, height: size.heightPx }),
    n_iter: input.n,
    batch_size: 1,
    ...pick(input, ['sampler_name', 'scheduler', 'distilled_cfg_scale', 'tiling']),
    send_images: true,
    save_images: false,
    force_task_id: taskIdOf(input.ticket),
    ...(checkpoint && {
      override_settings: { sd_model_checkpoint: checkpoint.title },
      override_settings_restore_afterwards: input.options['keep_model'] === false,
    }),
  }
}

function toLoraTag({ path, scale }: AdapterInput['loras'][number]): string {
  // These characters would end the tag.
  const name = path.replace(/\.(safetensors|pt|ckpt)$/i, '').replace(/[<>:]/g, '')
  return `<lora:${name}:${scale}>`
}

function toSourceFields(input: AdapterInput, source: InputImage): object {
  return {
    init_images: [toBase64(source)],
    resize_mode: 0,
    denoising_strength: input.strength ?? input.card.strength?.default,
    include_init_images: false,
  }
}

/**
 * Sets every field whose default differs between the API and the server's web interface. The mask is black and white,
 * and covers everything Atelier will composite: blurring would extend it. If rounded to the model's 8 × 8 pixel blocks,
 * a thin stroke would be lost.
 */
function toMaskFields(input: AdapterInput, mask: InputImage): object {
  return {
    mask: toBase64(mask),
    mask_blur: 0,
    mask_round: false,
    inpainting_mask_invert: 0,
    inpainting_fill: 1,
    inpaint_full_res: false,
    inpaint_full_res_padding: 32,
    ...pick(input, ['inpainting_fill', 'inpaint_full_res', 'inpaint_full_res_padding']),
  }
}

function pick(input: AdapterInput, names: readonly string[]): object {
  return Object.fromEntries(names.flatMap((name) => (name in input.options ? [[name, input.options[name]]] : [])))
}

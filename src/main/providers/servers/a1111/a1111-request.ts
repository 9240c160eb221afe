import type { AdapterInput, InputPicture } from '../../core/adapter.ts'
import { toBase64 } from '../../core/encode-picture.ts'
import type { Checkpoint } from './a1111-catalogue.ts'

/** Own number of a run, as the server's own window writes it. */
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
    // Left out, the API draws 50 steps, and guides models of the FLUX kind far too hard: the card has what is usual.
    steps: input.steps ?? input.card.steps?.default,
    cfg_scale: input.guidance ?? input.card.guidance?.default,
    // Without these the server draws 512 × 512, whatever the source is.
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
  // These would end the tag.
  const name = path.replace(/\.(safetensors|pt|ckpt)$/i, '').replace(/[<>:]/g, '')
  return `<lora:${name}:${scale}>`
}

function toSourceFields(input: AdapterInput, source: InputPicture): object {
  return {
    init_images: [toBase64(source)],
    resize_mode: 0,
    denoising_strength: input.strength ?? input.card.strength?.default,
    include_init_images: false,
  }
}

/**
 * Every field that the API and the server's window start differently is named. The mask is black and white, and holds
 * all that Atelier will lay in: blurred it would be wider than that. Rounded to the 8 × 8 pixels the model works in, a
 * thin stroke would be lost.
 */
function toMaskFields(input: AdapterInput, mask: InputPicture): object {
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

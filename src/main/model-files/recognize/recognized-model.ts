import type { FamilyId } from '../families.ts'
import type { Architecture, ModelSlot, PartKind } from '../model-kinds.ts'

export type Recognized =
  | ImageModel
  | {
      readonly kind: 'part'
      readonly part: PartKind
      /** Output values per token of a text encoder; null for the others. */
      readonly width: number | null
      /** Whether it is a language model with built-in vision. */
      readonly hasVision: boolean
    }
  | {
      readonly kind: 'lora' | 'ip-adapter' | 'embedding'
      /** What it was made for; null = its tensors do not tell. */
      readonly architecture: Architecture | null
    }
  | {
      readonly kind: 'controlnet'
      readonly architecture: Architecture | null
      /** Why the engine cannot load it, as text; null = it can. */
      readonly problem: string | null
    }
  | { readonly kind: 'upscaler' }
  /** A model that the engine or Atelier cannot draw with; `label` names it, null = unknown. */
  | { readonly kind: 'other'; readonly label: string | null }

/** A diffusion model, alone or with some of the parts it needs in the same file. */
export interface ImageModel {
  readonly kind: 'image-model'
  readonly family: FamilyId
  /** Other parts in the same file. */
  readonly holds: readonly ModelSlot[]
  /** A diffusers UNet: the engine reads it only with its folder. */
  readonly isOfFolder: boolean
  /** Values per token it expects from its text encoder; null = the family's usual width. */
  readonly textWidth: number | null
}

export type RecognizedModel = Recognized & {
  readonly parameters: number
  /** Of most weights of the diffusion model, or of the file: `f16`, `q4_K`. */
  readonly quantization: string
  /** Average bits per weight over the whole file. */
  readonly bits: number
  readonly bytes: number
  /** Of these, the text encoders and VAE of an image model. */
  readonly encoderBytes: number
  readonly vaeBytes: number
}

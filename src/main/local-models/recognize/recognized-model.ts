import type { FamilyId } from '../families.ts'
import type { Architecture, ModelSlot, PartKind } from '../model-kinds.ts'

export type Recognized =
  | ImageModel
  | {
      readonly kind: 'part'
      readonly part: PartKind
      /** Values per token that a text encoder puts out; null for the others. */
      readonly width: number | null
      /** A language model that can look at images by itself. */
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
      /** Why the engine cannot load it, in words; null = it can. */
      readonly problem: string | null
    }
  | { readonly kind: 'upscaler' }
  /** A model that the engine or Atelier does not draw with; `label` says which, null = nobody knows. */
  | { readonly kind: 'other'; readonly label: string | null }

/** What draws: alone, or with some of what it needs in the same file. */
export interface ImageModel {
  readonly kind: 'image-model'
  readonly family: FamilyId
  /** What else is in the file. */
  readonly holds: readonly ModelSlot[]
  /** A UNet as diffusers writes it: the engine reads it only with the folder around it. */
  readonly isOfFolder: boolean
  /** Values per token that it expects from its text encoder; null = as its family has it. */
  readonly textWidth: number | null
}

export type RecognizedModel = Recognized & {
  readonly parameters: number
  /** Of most weights of what draws, or of the file: `f16`, `q4_K`. */
  readonly quantization: string
  /** Bits per weight over the whole file. */
  readonly bits: number
  readonly bytes: number
  /** Of these, what is text encoders and VAE of an image model. */
  readonly encoderBytes: number
  readonly vaeBytes: number
}

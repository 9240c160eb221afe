import type { DialectAccount, DialectReader, ReaderInput } from './dialect-reader.ts'
import { readA1111 } from './read-a1111.ts'
import { readAtelier } from './read-atelier.ts'
import { readComfyui } from './read-comfyui.ts'
import { readDrawThings } from './read-draw-things.ts'
import { readEasyDiffusion } from './read-easy-diffusion.ts'
import { readFooocus } from './read-fooocus.ts'
import { readHuggingFace } from './read-hugging-face.ts'
import { readInvokeai } from './read-invokeai.ts'
import { readNovelai } from './read-novelai.ts'
import { readRuinedFooocus } from './read-ruined-fooocus.ts'
import { readSwarmui } from './read-swarmui.ts'
import { readWords } from './read-words.ts'

/** The first that recognizes a file reads it: programs with a mark of their own first, general forms last. */
const readers: readonly DialectReader[] = [
  // PNG text `atelier:record`, or the same in XMP.
  readAtelier,
  // PNG text `invokeai_metadata` (3 and later), `sd-metadata` (2), `Dream` (1).
  readInvokeai,
  // PNG text or packed text `Software: NovelAI`.
  readNovelai,
  // `sui_image_params` in the main text, or in EXIF Model as older versions wrote it.
  readSwarmui,
  // `software: RuinedFooocus` in the main text.
  readRuinedFooocus,
  // `use_stable_diffusion_model`, as a PNG text or in the main text.
  readEasyDiffusion,
  // `c` and `uc` in XMP's or EXIF's UserComment.
  readDrawThings,
  // PNG text `fooocus_scheme` or EXIF MakerNote; `base_model` in the main text.
  readFooocus,
  // `num_inference_steps` and `resolution` in the main text.
  readHuggingFace,
  // A graph of nodes with `class_type`, wherever its many savers put it.
  readComfyui,
  // A1111's form of text: prompt, negative prompt, one line of pairs.
  readA1111,
  // Words of XMP, IPTC and EXIF.
  readWords,
]

export function findAccount(input: ReaderInput): DialectAccount | null {
  for (const read of readers) {
    const account = read(input)
    if (account !== null) return account
  }
  return null
}

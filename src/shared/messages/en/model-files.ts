import { plainMessage as message } from '../plain-message.ts'

// Assemble sets
export const needsName = message('needs {name}')
export const needsDiffusersFolder = message('needs the whole folder that diffusers writes, with {names}')

// Parse gguf
export const headerInconsistent = message('its header is inconsistent')
export const headerValuesUnknown = message('its header has values of an unknown kind')
export const headerNameTooLong = message('a name in its header is impossibly long')
export const numberFormatUnknown = message('packed in a number format without a name here ({typeId})')
export const tooManyDimensions = message('a tensor has too many dimensions')
export const tensorTooLarge = message('a tensor is impossibly large')
export const alignmentNotValid = message('its header has an invalid alignment')
export const tensorsOverlap = message('its tensors overlap')

// Read model header
export const cannotReadFile = message('Could not read {name}.')
export const incomplete = message('it is incomplete')
export const headerTooLong = message('its header is too long')
export const headerUnreadable = message('its header cannot be read')
export const tensorNotDescribed = message('its tensor “{slice}” is not described')
export const tensorOtherSize = message('its tensor “{slice}” has another size than its shape')

// Refusals
export const notModelFile = message('{name} is not a model file. Atelier reads .safetensors and .gguf files.')
export const pickleRefused = message(
  '{name} is a pickle, which can run programs when it is opened, so Atelier never reads one. Get the same model as .safetensors or .gguf.',
)
export const notSupported = message('{name} is {what}, which is not supported. Get a newer conversion of the model.')
export const splitModel = message(
  '{name} is one part of a model that was split into several files. Get the model as one file.',
)
export const impossibleSize = message('an impossible number of bytes')

// Model folders
export const downloadFolderMissing = message(
  'The download folder {folder} is missing. Connect its disk and try again, or choose another under Models → Local models.',
)
export const downloadFolderReadOnly = message(
  'The download folder {folder} is read-only. Change its permissions, or choose another under Models → Local models.',
)

// Scan folders
export const cannotReadPath = message('Could not read {path}.')
export const cannotReadFolder = message('Could not read the folder {folder}.')

// Adapters
export const noControlNets = message('The engine has no ControlNets for such models.')
export const familyUnknown = message('Its tensors do not tell what models it is for.')
export const controlLora = message('The engine loads no Control-LoRA: get the whole ControlNet.')
export const controlUnion = message(
  'The engine loads no union of ControlNets: get one for a single kind of control image.',
)
export const diffusersFormat = message(
  'It is in diffusers’ format, which the engine reads for SDXL only: get the original file (control_v11…).',
)
export const tensorsMissing = message('It is incomplete: a part of its tensors is missing.')
export const smallControlNet = message('It is a smaller one than the engine loads: get the full ControlNet.')

// Damaged files
export const cutOff = message('{name} is cut off: {bytes} of {total} are there. Download it again.')
export const damaged = message('{name} is damaged: {what}. Download it again.')

// Components that models need
export const clipL = message('the CLIP-L text encoder (clip_l.safetensors)')
export const clipG = message('the CLIP-G text encoder (clip_g.safetensors)')
export const encoderInside = message('its text encoder in the same file: get the whole checkpoint')
export const t5xxl = message('the T5-XXL text encoder (t5xxl_fp16.safetensors)')
export const fluxVae = message('a FLUX VAE (ae.safetensors)')
export const flux2Vae = message('a FLUX.2 VAE (flux2-vae.safetensors)')
export const qwen3 = message('the Qwen3 {size} text encoder ({file})')
export const qwenVl = message('the Qwen2.5-VL 7B text encoder (qwen_2.5_vl_7b.safetensors)')
export const qwenVae = message('a Qwen-Image VAE (qwen_image_vae.safetensors)')
export const sdVae = message('a Stable Diffusion VAE (vae-ft-mse-840000-ema-pruned.safetensors)')
export const sdxlVae = message('an SDXL VAE (sdxl_vae.safetensors)')
export const sd3Vae = message('a Stable Diffusion 3 VAE (sd3_vae.safetensors)')
export const mistral = message('the Mistral Small 3.2 24B text encoder (GGUF)')
export const qwenVision = message('the vision part of Qwen2.5-VL 7B (a file with mmproj in its name)')
export const flanT5 = message('the FLAN-T5 Large text encoder (google/flan-t5-large)')

// Names of families
export const sd1Inpainting = message('Stable Diffusion 1.x inpainting')
export const sd1Small = message('Stable Diffusion 1.x, small UNet')
export const sd2Inpainting = message('Stable Diffusion 2 inpainting')
export const sdxlFewSteps = message('SDXL, few steps')

// Unsupported models
export const instructPix2Pix = message('an InstructPix2Pix model')
export const sdxlRefiner = message('the SDXL refiner')
export const fluxControl = message('a FLUX.1 control model')
export const flux2Diffusers = message('FLUX.2 in diffusers’ format')
export const sd3Diffusers = message('Stable Diffusion 3 in diffusers’ format')
export const wan = message('Wan, a video model')

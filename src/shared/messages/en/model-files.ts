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
export const readFile = message('read {name}')
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
  'The download folder {folder} is missing. Connect its disk and try again, or {instead}',
)
export const downloadFolderReadOnly = message(
  'The download folder {folder} is read-only. Change its permissions, or {instead}',
)

// Scan folders
export const readPath = message('read {path}')
export const readFolder = message('look through {folder}')

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

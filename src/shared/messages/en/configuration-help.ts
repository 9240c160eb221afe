import { plainMessage as message } from '../plain-message.ts'

// Media block
export const media = message('Providers of images, and what happens to their results.')
export const defaultProvider = message('The provider used where none is named.')
export const providers = message('One block per provider. “falai” is another name of “fal”.')
export const enabled = message('Whether the provider may be used.')
export const defaultModel = message('The model used where none is named.')
export const defaultSize = message('The size used where none is named, such as "1024x1024" or "16:9".')
export const baseUrl = message('The address of a gateway or of your own server instead of the provider’s.')
export const saveToDisk = message('Also save each result as a file, beside the library.')
export const basePath = message('The folder of these files, relative to this file.')
export const format = message('The format of these files.')
export const blockNsfw = message('Hide nudity, and ask providers not to make it.')
export const contentFilter = message('How strictly content is filtered.')
export const fallback = message('Models to try next where a provider failed and nothing was billed, as provider/model.')

// Settings block
export const settings = message('Preferences. They override those of the Settings page.')
export const language = message(
  'Language of the window, from the next start on. Commands and tools are always in English.',
)
export const theme = message('Colors of the window.')
export const contrast = message('Contrast of the window: high, or as the system asks.')
export const uiScale = message('Scale of the whole window, from 0.8 to 2.')
export const canvasBackground = message('Background around the image on the canvas.')
export const updates = message(
  'Look for new versions of Atelier: never, check (say so), or download (and download them). Default: never.',
)
export const notifications = message('Notify when work is finished while the window is not in front.')
export const keyboardPreset = message('Keyboard shortcuts like those of another program.')
export const keyboardOverrides = message(
  'Your own shortcuts by command, each a list such as ["Mod+Shift+Z"]. An empty list removes the shortcut.',
)
export const pressureGamma = message('Pen response: 1 is linear, below 1 a light touch is enough.')
export const pressureMin = message('Lighter pressure than this is ignored, from 0 to 0.5.')
export const perRun = message('Spending limit of one run in US dollars.')
export const perDay = message('Spending limit of a day in US dollars.')
export const perMonth = message('Spending limit of a month in US dollars.')
export const overLimit = message('Over a limit: “ask” first, or “stop” and send nothing.')
export const galleryLayout = message('Layout of the Gallery at the start.')
export const gallerySort = message('Order of the Gallery at the start.')
export const galleryStacked = message('Stack related images in the Gallery at the start.')
export const thumbnailSize = message('Size of thumbnails at the start, in pixels.')
export const viewerBackground = message('Background of the viewer at the start.')
export const filmstrip = message('Show the viewer’s filmstrip at the start.')
export const brushSize = message('Brush size at the start, in pixels.')
export const brushHardness = message('Brush hardness at the start, from 0 to 1.')
export const brushStrength = message('Brush strength at the start, from 0 to 1.')
export const brushPressure = message('What pen pressure changes at the start.')
export const maskGrow = message('How far masks grow at the start, in pixels.')
export const maskFeather = message('How soft the edges of masks are at the start, in pixels.')
export const colorAdaptation = message('Color adaptation of content-aware fill at the start, from 0 to 1.')
export const exportFolder = message('Folder of exports at the start.')
export const exportPresets = message('Your own export presets. Options that are left out have their defaults.')
export const draftModels = message(
  'Default models for drafts by task (any, generate, fill, …), as provider/model. “--model draft” and Studio use them.',
)
export const finalModels = message('Default models for finals, as for drafts.')
export const favoriteModels = message('Favorite models, as provider/model.')
export const modelFolders = message('Folders with local models.')
export const downloadFolder = message('The folder that models are downloaded to.')
export const enginePath = message('The shared library that runs local models.')
export const externalEditor = message('The program that “Open with default app” uses instead of the system’s.')
export const rewriterUrl = message('The address of the language model that rewrites prompts.')
export const rewriterModel = message('The language model that rewrites prompts.')
export const visionGpu = message('Run vision models on the GPU where there is one.')
export const indexLibrary = message('Analyze images in the background, so that they can be searched by content.')
export const visionModels = message('The model of each task of local vision, by its ID.')

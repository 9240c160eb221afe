import { plainMessage as message } from '../plain-message.ts'

// Several servers
export const checkpointsFound = message('{server} found. Checkpoints: {count}.')
export const serverOnDevice = message('{server} on {device}')
export const queuePosition = message('Position {position} in the queue')
export const aheadInQueue = message('{count} ahead in the queue')
export const sentIfSet = message('Sent only if set.')

// A1111
export const a1111Privacy = message(
  'Everything stays on the computer that runs the server: this one, unless you set another address.',
)
export const a1111BlackImageAdvice = message(
  'Start the server with --no-half-vae, use the model’s own VAE (one fixed for fp16), and check that no extension censors images.',
)
export const startWithApi = message('Start the server with --api.')
export const sdcppServer = message('stable-diffusion.cpp (better used as “{provider}”)')
export const a1111OutOfMemory = message('{message} A smaller image, or fewer images at once, needs less memory.')
export const checkpointGone = message(
  'The server no longer has the checkpoint “{name}”. Nothing was generated. Refresh the models, then choose another.',
)
export const loadedCheckpoint = message('Loaded checkpoint')
export const loadedCheckpointNote = message('Uses the checkpoint that the server has loaded.')
export const maskedContent = message('Masked content')
export const maskedOriginal = message('Original')
export const maskedFill = message('Fill')
export const maskedNoise = message('Latent noise')
export const maskedNothing = message('Latent nothing')
export const onlyMasked = message('Inpaint only masked area')
export const onlyMaskedHint = message('Generates the masked area at full size: more detail, less context.')
export const onlyMaskedPadding = message('Only masked padding')
export const keepModel = message('Keep model loaded')
export const keepModelHint = message('Faster next time. Also changes the model selected in the server’s own window.')

// ComfyUI
export const comfyPrivacy = message(
  'Everything stays on the computer that runs ComfyUI: this one, unless you set another address. Images that are sent stay in its temporary folder until it restarts.',
)
export const comfyBlackImageAdvice = message(
  'Start ComfyUI with --fp32-vae, use the model’s own VAE (one fixed for fp16), or decode in tiles.',
)
export const addWorkflow = message('Your own workflow: choose its file, exported for the API')
export const comfyImageTooLarge = message(
  'The image is larger than ComfyUI accepts. Start ComfyUI with a higher --max-upload-size.',
)
export const comfyOriginRejected = message(
  'ComfyUI rejected the origin of the request. Check whether another program is in between.',
)
export const noWorkflowImage = message('The workflow ended without an image.')
export const comfyImageDeleted = message('ComfyUI has deleted the image.')
export const workflowFailed = message('The workflow failed. ComfyUI gave no reason.')
export const comfyOutOfMemory = message('{message} A smaller image needs less memory.')
export const noSuchCheckpoint = message('ComfyUI has no checkpoint “{name}”.')
export const noCheckpoint = message(
  'ComfyUI has no checkpoint. Nothing was generated. Put one into its folder models/checkpoints, or choose your own workflow.',
)
export const workflowChanged = message(
  '“{name}” now accepts other images than when it was chosen. Nothing was generated. Choose the workflow again on the Models page.',
)
export const comfyRunGone = message(
  'ComfyUI no longer knows this run. It was removed from the queue, or ComfyUI was restarted.',
)
export const firstCheckpoint = message('First checkpoint')
export const firstCheckpointNote = message(
  'Uses the first checkpoint that the server lists. Refresh the models to choose.',
)
export const inpaintMethod = message('Inpainting method')
export const noiseMaskMethod = message('Noise mask: any checkpoint')
export const emptyMethod = message('Empty latent: inpainting checkpoint, full strength')
export const conditioningMethod = message('Conditioning: fill model, such as FLUX Fill')

// ComfyUI workflow
export const workflowNotChosen = message(
  'This workflow was not chosen in Atelier, so it was not read. Choose its file under Models → ComfyUI.',
)
export const workflowUnusable = message('“{name}” cannot be used as a workflow. {problem}')
export const workflowOnOtherComputer = message('Your own workflow can only be used from this computer.')
export const workflowNotJson = message('It is not a JSON file.')
export const workflowNotForApi = message(
  'It was saved for ComfyUI’s window. In ComfyUI choose Workflow → Export (API), and use that file.',
)
export const workflowHasNoNodes = message('It contains no ComfyUI nodes.')
export const workflowHasNoInputs = message(
  'It has no text and no image to fill in. In ComfyUI name the node with the text “atelier:prompt”, or the one that loads the image “atelier:source”, then export it again.',
)
export const workflowNote = message('Your own workflow. Atelier fills in: {inputs}.')
export const promptInput = message('prompt')
export const negativePromptInput = message('negative prompt')
export const seedInput = message('seed')
export const stepsInput = message('steps')
export const guidanceInput = message('guidance scale')
export const strengthInput = message('denoising strength')
export const sizeInput = message('size')
export const sourceInput = message('source image')
export const maskInput = message('mask')

// OpenAI compatible
export const compatiblePrivacy = message(
  'Prompts and images are sent to the server at the base URL and nowhere else. Its owner decides what happens to them.',
)
export const compatibleBlackImageAdvice = message(
  'With stable-diffusion.cpp, use the model’s own VAE (one fixed for fp16), run the VAE on the CPU (--backend vae=cpu), tile it (--vae-tiling), or start the server without --fa.',
)
export const addCompatibleModel = message(
  'The model’s name as the server lists it. localai:NAME for a LocalAI server, sdcpp:NAME for sd-server’s own API.',
)
export const sdServerFound = message('sd-server found. Model: {model}.')
export const modelsFound = message('Server found. Models: {count}.')
export const noModelsListed = message('Server found, but it lists no models. Add one by name.')
export const addressWithoutPath = message(
  'Enter the server address without a path, like http://127.0.0.1:1234, or choose another model.',
)
export const noImageSent = message('The server responded without an image.')
export const nothingSent = message('The server sent nothing for this image.')
export const notImageServer = message(
  'Something responds at this address, but no image server was found there. Check the address.',
)
export const ownerDecidesPrice = message('The owner of the server decides the price.')
export const responseFormat = message('Response format')
export const responseFormatHint = message('Sent only if set. Newer models of OpenAI reject it.')
export const qualityHint = message('As the server calls it. Sent only if set.')
export const sentIfSetWithoutMask = message('Sent only if set, and never with a mask.')

// sd-server
export const loadedModel = message('Loaded model (sd-server)')
export const openaiApi = message('sd-server (OpenAI API)')
export const openaiApiNote = message('For builds of stable-diffusion.cpp older than April 2026.')
export const lorasOnServer = message('LoRAs on the server: {names}')
export const distilledGuidanceHint = message('For FLUX and similar models, which use it instead of a guidance scale.')
export const flowShift = message('Flow shift')
export const flowShiftHint = message('For flow matching models.')
export const clipSkip = message('CLIP skip')
export const editByInstruction = message('Edit by instruction')
export const editByInstructionHint = message(
  'Sends the image as a reference instead of starting from it. For Kontext, Qwen Image Edit, FLUX.2.',
)
export const sdcppJobGone = message('This job can no longer be checked. Generate it again.')
export const sdcppImageNotMade = message('sd-server could not make the image.')
export const sdcppNoImage = message('sd-server finished without an image.')

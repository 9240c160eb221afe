import { plainMessage as message } from '../plain-message.ts'

/** Texts of the tools for agents and scripts. Descriptions are read by language models and in the documentation. */

// Fields that several tools share
export const promptField = message('What the image should show, in plain words.')
export const editPromptField = message(
  'What should be in the masked area, or how the whole image should change. May be empty with the intent “remove”.',
)
export const providerField = message(
  'Provider ID, such as “openai”, “bfl” or “local” (see list_providers). Default: the configured provider.',
)
export const modelField = message(
  'Model ID of the provider, such as “gpt-image-1.5” (see list_models). Default: the provider’s default model.',
)
export const countField = message('Number of images, 1 to 4. Each one costs.')
export const sizeField = message('WIDTHxHEIGHT in pixels, such as “1024x1024”. Use either size or aspect_ratio.')
export const aspectRatioField = message('Aspect ratio instead of a size, such as “16:9”.')
export const qualityField = message('draft, standard or hd. Higher quality costs more with most models.')
export const styleField = message('Name of a style that the provider offers.')
export const seedField = message('Seed: the same seed and settings repeat an image, where the model supports seeds.')
export const negativeField = message('What the image should not show.')
export const guidanceField = message('How closely the model follows the prompt, typically 1 to 20.')
export const stepsField = message('Number of sampling steps, typically 4 to 50.')
export const strengthField = message('Denoising strength: 0 keeps the input image, 1 ignores it.')
export const lorasField = message('LoRAs to apply, each with its path or name and its scale.')
export const referencesField = message('Reference images that the model may look at. ')
export const imageField = message(
  'An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.',
)
export const maskField = message(
  'Mask file of the image’s size, a path or data: URL. White is repainted, black is kept. For models that support no masks, Atelier composites the result itself, so pixels outside never change.',
)
export const formatField = message('File format of the result: png, jpeg or webp.')
export const deliveryField = message(
  'filepath (default): the file in the library. url: also a file: URL. b64: also the file as base64; large.',
)
export const safetyField = message(
  'Overrides the safety settings: block_nsfw, and content_filter off, low, moderate or strict.',
)
export const metadataField = message(
  'Trace values stored with the image. negative_prompt, guidance_scale and num_inference_steps are read from here, too.',
)
export const optionsField = message('The model’s own fields by name (see list_models).')
export const maxCostField = message('Refuse the call if it could cost more than this, USD.')
export const estimateOnlyField = message('Return the price and warnings, and send nothing.')
export const growField = message('Pixels by which the mask is grown, 0 to 512.')
export const featherField = message('Pixels over which the mask fades out, 0 to 512.')
export const outField = message(
  'Also write the result to this file in the output folder. The format follows the extension.',
)

// Making images
export const generateTitle = message('Generate image')
export const generateDescription = message(
  'Generate new images from a text prompt. Use it when there is no image to start from; to change an existing image use edit_image, for versions of one use image_variations. Most providers charge per image: set max_cost_usd, or estimate_only to see the price first. Provider “local” is free. Example: {example}. Returns the images with library IDs and file paths, the seed used, the cost in USD and warnings about parameters the model ignored.',
)
export const editTitle = message('Edit image')
export const editDescription = message(
  'Change an existing image with a model: repaint a masked area (inpaint), or change the whole image by words if there is no mask. Pixels outside the mask are proven unchanged (changed_outside is 0). To remove an object free and offline use fill_image; to make the canvas larger use expand_image or a frame. A mask can be made with select_object. Example: {example}. Returns the new image; the original stays.',
)
export const variationsTitle = message('Image variations')
export const variationsDescription = message(
  'Make variations of an existing image: similar, but different. Needs no prompt. Use edit_image to change something specific. Example: {example}. Returns the new images; the original stays.',
)
export const fillTitle = message('Fill image')
export const fillDescription = message(
  'Remove or repair the masked area from its surroundings, free, offline and in seconds (content-aware fill, or a removal model). Takes no prompt: to put something specific there use edit_image. Example: {example}. Returns the new image; changed_outside is 0.',
)
export const fillModelField = message('Removal model on this computer (LaMa, MI-GAN). Default: content-aware fill.')
export const expandTitle = message('Expand image')
export const expandDescription = message(
  'Make the canvas larger and fill the new border from the image, free and offline. Give pixels for each side, or an aspect ratio. To outpaint with a model by words use edit_image with a frame. Example: {example}. Returns the new image.',
)
export const sideField = message('Pixels to add on this side, 0 to 8192.')
export const ratioField = message('Aspect ratio to expand to, such as “16:9”, instead of sides.')
export const frameField = message(
  'For outpainting: the new extent as pixels to add on the left, top, right and bottom.',
)
export const intentField = message('Purpose of the edit: {values}. Default: fill with a mask, whole without.')
export const upscaleTitle = message('Upscale image')
export const upscaleDescription = message(
  'Enlarge an image ×2 or ×4 with an upscaling model on this computer, free. Needs an upscaler in the model folders (see list_models with provider “local”). Example: {example}. Returns the larger image.',
)
export const scaleField = message('2 or 4.')
export const upscalerField = message('ID of the upscaler. Default: the only one there is.')
export const selectTitle = message('Select object')
export const selectDescription = message(
  'Make a mask of an object in an image, free and offline, by a point on it, a box around it, or words. Use it before edit_image or fill_image. Needs a segmentation model; words also need a detection model. Coordinates are pixels from the top left. Example: {example}. Returns the mask file’s path and the boxes found.',
)
export const pointField = message('Points on the object, [x, y] each, pixels.')
export const excludeField = message('Points that are not part of it, [x, y] each, pixels.')
export const boxField = message('Box around the object: [x, y, width, height], pixels.')
export const wordsField = message('What to select, in words, such as “the left cup”.')
export const allField = message('Select all objects found by the words, not only the best one.')

// Prompts and embeddings
export const compilerTitle = message('Compile prompt')
export const compilerDescription = message(
  'Compose a prompt for a model from parts (subject, style, mood, lighting …), in the way that model reads best. Free, sends nothing. Use it before generate_image if you have a short idea. Example: {example}. Returns the prompt, and a negative prompt if the model has one.',
)
export const basePromptField = message('The subject, such as “a cat on a windowsill”.')
export const partField = message('Optional part of the prompt.')
export const targetField = message('Model to write for, as provider/model. Default: plain sentences.')
export const dialectField = message('How to write instead: {values}.')
export const embeddingsTitle = message('CLIP embeddings')
export const embeddingsDescription = message(
  'Compute the embedding of an image or a text with a CLIP or SigLIP model on this computer, for your own similarity computations. To find images in the library use search_library. Example: {example}. Returns unit vectors; only vectors of the same model can be compared.',
)
export const embeddedTextField = message('Text to embed, instead of an image.')
export const embeddingModelField = message('Embedding model. Default: the one used for search.')

// Library
export const searchTitle = message('Search library')
export const searchDescription = message(
  'Find images in the library by text, tags, provider, rating, date (query), by what they show (looks), or by similarity to an image (like). Free. Query examples: “heron provider:openai rating:>3”, “tag:print after:2026-01-01”. An empty query lists the newest. Example: {example}. Returns IDs, names, paths and prompts; use get_image for more.',
)
export const queryField = message('Words and filters: tag:, provider:, model:, rating:, after:, before:, name: …')
export const looksField = message('Rank by what images show, in words. Needs a CLIP or SigLIP model.')
export const likeField = message('Rank by similarity to this image. Needs a CLIP or SigLIP model.')
export const limitField = message('At most this many, 1 to 200.')
export const offsetField = message('Skip this many, to page through the results.')
export const getTitle = message('Get image')
export const getDescription = message(
  'Get everything known about an image of the library by its ID: file, size, how it was made (prompt, model, seed), cost, annotations, what it was made from and what was made from it, with a small preview. Example: {example}.',
)
export const idField = message('Library ID of the image.')
export const previewField = message('Longest side of the preview, pixels: 0 (none), 256 or 512.')
export const compareTitle = message('Compare images')
export const compareDescription = message(
  'Measure how much two images of the library differ: share of changed pixels, largest difference, structural similarity (SSIM, 1 = the same). Use it to check an edit, or to find near duplicates. Example: {example}.',
)
export const exportTitle = message('Export images')
export const exportDescription = message(
  'Write images of the library as files into the output folder, converted and resized if asked. Never overwrites: a number is added. Example: {example}. Returns the paths.',
)
export const exportFolderField = message('Folder below the output folder. Default: the output folder itself.')
export const exportFormatField = message('original (default), png, jpeg, webp, avif or tiff.')
export const longestField = message('Longest side in pixels; smaller images stay as they are.')
export const lossyQualityField = message('Quality of lossy formats, 1 to 100.')

// Providers and money
export const providersTitle = message('List providers')
export const providersDescription = message(
  'List the image providers with whether they are ready (have a key), their default model and health. Free. Use it first to see what you can generate with. Example: {example}.',
)
export const readyField = message('Only those that can be used now.')
export const modelsTitle = message('List models')
export const modelsDescription = message(
  'List the models of one provider, or of all that are ready, with what each can do: generate, edit, mask, variations, references, seeds, prices. Free. Example: {example}.',
)
export const ledgerTitle = message('Ledger')
export const ledgerDescription = message(
  'What was spent: totals of today and this month, and the latest attempts with their cost and outcome. Free. Example: {example}.',
)
export const sinceField = message('First day, such as “2026-11-01”.')
export const untilField = message('Last day.')

// Problems
export const unknownTool = message('There is no tool “{name}”. Available: {known}.')
export const parametersNotValid = message('{tool}: {problems}')
export const fileNotAllowed = message(
  '“{path}” is not in an allowed folder. Allowed: {folders}. Add a folder in Settings → Agents, or use an image of the library.',
)
export const noFolders = message('none')
export const outputNotAllowed = message('“{path}” is not in the output folder {folder}.')
export const addressNotAllowed = message('Only https addresses can be opened, not “{address}”.')
export const oneSize = message('Use size or aspect_ratio, not both.')
export const notASize = message('size must be WIDTHxHEIGHT in pixels, such as 1024x768.')
export const notInstalledUpscaler = message('No upscaler is installed. Get one under Models → Get models.')
export const chooseUpscaler = message('Choose an upscaler with “model”: {ids}.')
export const sidesOrRatio = message('Give pixels for at least one side, or an aspect ratio.')
export const notARatio = message('aspect_ratio must be such as 16:9.')
export const pointOrWords = message('Give points, a box, or words.')
export const notInside = message('Points and boxes must be inside the image ({width} × {height}).')
export const textOrImage = message('Give image_path or text.')
export const lookOrLike = message('Use looks or like, not both.')
export const overMaxCost = message('This could cost {cost}, more than max_cost_usd {limit}. Nothing was sent.')
export const unknownCost = message('The price is unknown, so the limit of {limit} cannot be checked. Nothing was sent.')

// MCP server
export const mcpCommand = message('Serve the tools to an agent (MCP client) on standard input and output.')
export const mcpDetails = message(
  'Beside an open window, the window’s program serves them. Add it to an MCP client as the command “atelier” with the argument “mcp”. Folders, limits and HTTP access are set in Settings → Agents.',
)
export const mcpInstructions = message(
  'Atelier is an image studio with a library. Images are named by library ID; tools accept an ID, a path in an allowed folder, an https address or a data: URL. Call list_providers first. Generating with a cloud provider costs money: use estimate_only for the price. fill_image, expand_image, upscale_image, select_object, prompt_compiler and search_library are free and work offline. Originals are never overwritten.',
)
export const confirmSpend = message('{tool} would cost {cost}. {reasons} Allow it?')
export const unknownAmount = message('an unknown amount')
export const confirmTitle = message('Allow this cost')
export const declined = message('Not allowed by the user. Nothing was sent.')
export const overAgentLimit = message(
  'This would cost {cost}. {reasons} Nothing was sent. Raise the limit in Settings → Agents, or ask the user.',
)
export const overSessionLimit = message('The limit per session is {limit}; {spent} has been spent.')
export const overDayLimit = message('The limit per day for agents is {limit}; {spent} has been spent today.')
export const priceNotKnown = message('The price is not known beforehand.')
export const imageResourceTitle = message('Image')
export const imageResource = message('An image of the library as a file, and how it was made.')
export const recipeResourceTitle = message('Recipe')
export const recipeResource = message('How an image of the library was made: prompt, model, seed and settings.')
export const collectionResourceTitle = message('Collection')
export const collectionResource = message('The images of a collection.')
export const collectionsResource = message('All collections.')
export const restylePromptTitle = message('Restyle an image')
export const restylePrompt = message('Change the style of an image and keep what it shows.')
export const restyleImage = message('Library ID or path of the image')
export const restyleStyle = message('The style, such as “watercolor”')
export const restyleText = message(
  'Restyle the image {image} as {style}. First call get_image to see it. Then call edit_image with estimate_only to learn the price, tell me the price, and after I agree call edit_image without a mask. Show me the result and compare_images with the original.',
)
export const cleanPromptTitle = message('Remove an object')
export const cleanPrompt = message('Remove an object from a photo, free and offline.')
export const cleanObject = message('What to remove, such as “the trash can on the left”')
export const cleanText = message(
  'Remove {object} from the image {image}: call select_object with words to get a mask, then fill_image with the mask, grow 4 and feather 4. If select_object finds no model, say which one to install. Show me the result.',
)
export const explorePromptTitle = message('Explore a motif')
export const explorePrompt = message('Several takes on one idea with different models, side by side.')
export const exploreIdea = message('The idea, such as “a lighthouse in fog”')
export const exploreBudget = message('The most it may cost in all, USD')
export const exploreText = message(
  'Explore this idea: {idea}. Call list_providers (only_ready) and list_models, choose up to three different models, write a prompt for each with prompt_compiler, check every price with estimate_only, and generate one image each, spending at most {budget} USD in all. Then compare the results in a table: model, cost, seconds, what works.',
)
export const fileMissing = message('“{path}” does not exist.')
export const notAFile = message('“{path}” is not a file.')
export const notAPath = message('This is not a valid file path.')
export const outputNotWritable = message('The output folder {folder} cannot be created.')
export const tooManyCalls = message('Too many calls are waiting. Try again when some have ended.')
export const notALibraryId = message('“{id}” is not a library ID. Find IDs with search_library.')
export const ownerEnded = message('Atelier was closed. Start the connection again.')

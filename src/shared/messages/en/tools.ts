import { plainMessage as message } from '../plain-message.ts'

/** Texts of the tools for agents and scripts. Descriptions are read by language models and in the documentation. */

// Fields that several tools share
export const promptField = message('What the image should show, in plain words.')
export const editPromptField = message(
  'What the masked area, or the added border, should show; without a mask, how the image should change. May be empty with the intent “remove”.',
)
export const providerField = message(
  'Provider ID, such as “openai”, “bfl” or “local”. Default: default_provider of list_providers, or the first that is ready.',
)
export const modelField = message(
  'Model ID of the provider, such as “gpt-image-1.5” (see list_models); without a provider also “draft” or “final”, the user’s default models for these. Default: the provider’s default model.',
)
export const countField = message('Number of images, 1 to 4. Paid providers bill each.')
export const sizeField = message(
  'WIDTHxHEIGHT in pixels, such as “1024x1024”; or use aspect_ratio. Edits keep the size of their image.',
)
export const aspectRatioField = message('Aspect ratio instead of a size, such as “16:9”.')
export const qualityField = message(
  'draft, standard or hd: the low, medium and high quality of providers that have them. Higher costs more.',
)
export const styleField = message('Name of a style of the provider; unknown ones are ignored with a warning.')
export const seedField = message(
  'The same seed and settings repeat an image, where the model supports seeds. Default: random. A string above 2^53.',
)
export const negativeField = message('What the image should not show.')
export const numberFields = {
  guidance: message('How closely the model follows the prompt, typically 1 to 20.'),
  steps: message('Number of sampling steps, typically 4 to 50.'),
  strength: message('Denoising strength for images to start from: 0 keeps the image, 1 ignores it.'),
}
export const lorasField = message('LoRAs to apply, each with its path or name and its scale.')
export const referencesField = message(
  'Reference images for style or content, beside the image being edited; say in the prompt what each is for. Models without references ignore them with a warning (references_max in list_models). ',
)
export const imageField = message(
  'An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.',
)
export const importedImage = message(' What is not in the library yet is imported.')
export const maskField = message(
  'Mask of exactly the image’s size: a path (as from select_object), library ID or PNG data: URL. White is changed, black is kept, gray blends; in a photo with transparent holes, the holes are changed. Values go up to white (255 with 8 bits), not from 0 to 1.',
)
export const maskInData = message('data: URL')
export const nullMask = message(
  'null is no mask. To edit the whole image, leave mask_image out or give the intent “whole”; to edit a part, give its mask',
)
export const formatField = message('File format of the result: png, jpeg or webp.')
export const deliveryField = message(
  'How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.',
)
export const safetyField = message(
  'Filtering for this call only, if the user asks for it: block_nsfw, and content_filter off, low, moderate or strict.',
)
export const metadataField = message('Your own values, stored with the image.')
export const optionsField = message('The model’s own fields by name (see list_models).')
export const maxCostField = message(
  'Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.',
)
export const estimateOnlyField = message('Return the price and warnings, and send nothing.')
export const controlField = message(
  'Control image: the result follows its lines, depth or poses by a ControlNet, with models on this computer (control_nets in list_models). image: as other images. preprocessor: edges, depth or pose turn a photo into what ControlNets read, free; none (default) is for images that already are such a map. net: name of the ControlNet; default: the one that fits the preprocessor. strength: 0 to 2, default {strength}. Example: {example}.',
)
export const sentBoxField = message(
  'Area of the image that is sent to the model, [x, y, width, height] in pixels, for a masked edit: larger shows the model more context, smaller gives more detail. Default: around the mask.',
)
export const blendField = message(
  'How the result of a masked edit is blended into the image; leave it out at first, and adjust it where the seam shows. match: color matching, 0 to 1; soften: width of the seam in pixels, 0 to 512; align: move the result to fit its surroundings; offset_x, offset_y: move it by pixels, -512 to 512; opacity: 0 to 1; force_paste: blend even where the result does not match its surroundings. Defaults depend on the intent. Example: {example}.',
)
export const growField = message('Pixels by which the mask is grown, 0 to 512.')
export const markupField = message(
  'Marks over the image that say what to change where, numbered by their order; positions in pixels of the image. Models that read images get a copy with the marks, others a mask and the texts. Shapes: arrow (from, to), box and ellipse (rect), scribble (points), note (at).',
)
export const featherField = message('Pixels over which the mask fades out, 0 to 512.')

// Named references
export const referencesTitle = message('List references')
export const referencesDescription = message(
  'List the named references: people, things, places and styles that the user has set up. Write @name in a prompt to use one: models that take reference images get its images, others its description. Respect its rights. Free. Example: {example}. Returns name, kind, note, description, rights, library IDs of its images, and the number of images made with it (uses).',
)
export const kindField = message('Only references of this kind.')

// Making images
export const generateTitle = message('Generate image')
export const generateDescription = message(
  'Generate new images from a text prompt, optionally guided by reference images (input_images). @name in the prompt uses a named reference (see list_references). To change an existing image use edit_image; for versions of one use image_variations; to repeat one of the library, see get_image. Cloud providers charge for each image: set max_cost_usd, or estimate_only to learn the price first. The providers “local” and “fake” (demo) are free. Example: {example}. Returns the images with library IDs and file paths, the seed used, the cost in USD, and warnings about parameters that the model ignored.',
)
export const editTitle = message('Edit image')
export const editDescription = message(
  'Change an existing image with a model: repaint a masked area (inpaint), extend it by a frame (outpaint), or, without both, change the whole image by words. @name in the prompt uses a named reference (see list_references). With a mask, pixels outside it stay exactly as they were: the result reports changed_outside, the number of changed pixels there: 0, or null with a warning if the model’s image did not fit and is returned unmerged. To remove an object free and offline use fill_image. Make masks with select_object. May cost: see max_cost_usd and estimate_only. Example: {example}. Returns the new image; the original stays.',
)
export const variationsTitle = message('Image variations')
export const variationsDescription = message(
  'Make variations of an existing image: similar, but different, without a prompt. To change something specific use edit_image; to run the same prompt again see get_image. May cost: see max_cost_usd and estimate_only. Example: {example}. Returns the new images; the original stays.',
)
export const fillTitle = message('Fill image')
export const fillDescription = message(
  'Remove or repair the masked area from its surroundings, free, offline and in seconds (content-aware fill, or a removal model). Takes no prompt: to put something specific there use edit_image. Example: {example}. Returns the new image; changed_outside is 0.',
)
export const fillModelField = message('Removal model on this computer (LaMa, MI-GAN). Default: content-aware fill.')
export const samplingField = message(
  'Second mask, of the image’s size: fill only with content from its white area. Not with a model.',
)
export const adaptationField = message(
  'Strength of color matching at the seam, 0 to 1. Default: 0.5. Not with a model.',
)
export const expandTitle = message('Expand image')
export const expandDescription = message(
  'Make the canvas larger and fill the new border from the image’s own content, free and offline; nothing is cropped. Give either pixels for the sides, or an aspect ratio, which adds evenly on both sides. To outpaint by words use edit_image with a frame. Example: {example}. Returns the new image.',
)
export const sideField = message('Pixels to add on this side, 0 to 8192.')
export const ratioField = message('Aspect ratio to expand to, such as “16:9”, instead of sides.')
export const frameField = message('Outpaint: pixels to add on each side; sides left out are 0.')
export const continueField = message(
  'The next step of the conversation about input_image, a result of an earlier call: models that take turns get the earlier ones, others a prompt with what still applies. Say only what to change.',
)
export const intentField = message(
  'Purpose of the edit. fill: repaint the mask as the prompt says; add: put a new object there; remove: take away what the mask covers; background: replace all but the subject; expand: fill the frame; whole: change everything. Default: expand with a frame, fill with a mask, whole otherwise.',
)
export const gridTitle = message('Make a grid of images')
export const gridDescription = message(
  'Make every combination of one to three settings (x: columns, y: rows, z: pages) as a labeled grid, such as prompt words by seeds or by models: to compare settings or models for the user, who finds it in Compare. parameters are those of generate_image, edit_image or image_variations (tool). All cells share one seed unless it varies. Cloud providers charge for each cell: use estimate_only to learn the price of all, and max_cost_usd. Takes minutes; canceling stops what has not been sent. Example: {example}. Returns each cell with its position, state and library ID, the cost in USD, and the path of the labeled image.',
)
export const gridOutputField = message(
  'File below the output folder for the labeled grid: .png, .jpg, .webp or .pdf (a page for each z). Nothing is overwritten.',
)
export const gridCellPxField = message('Longer side of each image in that file, in pixels.')

export const planTitle = message('Run an edit plan')
export const planDescription = message(
  'Make several masked edits of each of many images in one run: every step has a mask, and its own prompt, model and strength, or is removed for free. For a plan file of the user (*.atelier-plan.json), for the same edits on a whole set of photos, or for edits of several areas of one image that should give one result; for a single edit use edit_image. Steps that do not overlap run together; nothing outside the masks changes. Cloud providers charge for each step of each image: use estimate_only to learn the price of all, and max_cost_usd. Takes minutes; canceling stops what has not been sent. Example: {example}. Returns for each image the ID and path of its one result, the state, cost and error of every step, and changed_outside, which is 0.',
)
export const planFileField = message(
  'Path of a plan file (JSON or YAML) in an allowed folder. Its mask files are in the same folder. Give this or plan.',
)
export const inlinePlanField = message(
  'The plan itself, as in a plan file. Here the file of a mask is a path in an allowed folder, such as select_object returns, or a library ID.',
)
export const planImagesField = message(
  'The images to edit, each with all steps. Masks are scaled to images of the same shape; words, subject and background are found on each.',
)
export const planFolderField = message(
  'Folder below the output folder for copies of the results. Default: they stay in the library.',
)
export const onePlan = message('Give plan_file or plan, not both.')
export const inlinePlanName = message('Edit plan')
export const folderIsFile = message('“{folder}” is a file.')
export const planPrepared = message('Preparing {done} of {total}')
export const planProgress = message('{done} of {total} steps done')

export const upscaleTitle = message('Upscale image')
export const upscaleDescription = message(
  'Enlarge an image to 2 or 4 times its width and height with an upscaling model on this computer, free. Needs an upscaler (list_models with provider “local”, upscaling true). Example: {example}. Returns the larger image.',
)
export const scaleField = message('2 or 4.')
export const upscalerField = message('ID of the upscaler; required if several are installed.')
export const backgroundTitle = message('Remove background')
export const backgroundDescription = message(
  'Cut out the subject of an image, free and offline: the background becomes transparent, or is replaced by a color, another image or its own blur (give at most one of color, background_image and blur). To paint a new background from a prompt use edit_image with the intent “background” and a mask; for a single object use select_object. Needs a model for background removal (BiRefNet, MODNet); an error says which one to install. Example: {example}. Returns the new image, a PNG; with only_mask, the path of the mask instead. The subject keeps its exact colors.',
)
export const backgroundColorField = message('Color behind the subject, such as “#ffffff”.')
export const backgroundImageField = message('Image behind the subject, scaled to cover everything. ')
export const backgroundBlurField = message(
  'Blur the background: radius in percent of the longer side, 0.1 to 10; 1.5 looks like a portrait lens.',
)
export const onlyMaskField = message(
  'Make no image, only the mask of the subject (white = subject) for mask_image of other tools.',
)
export const mattingModelField = message(
  'Name of a model for background removal on this computer. Default: the one chosen in Atelier, or the first.',
)
export const selectTitle = message('Select object')
export const selectDescription = message(
  'Make a mask of an object in an image, free and offline: by points on it and a box around it, or by words. Pass mask_path as mask_image to edit_image or fill_image. Needs a segmentation model, and for words a detection model; an error says which one to install. Coordinates are pixels from the top left. Example: {example}. Returns the path of the mask and the boxes found.',
)
export const pointField = message('Points on the object, [x, y] each, pixels.')
export const excludeField = message('Points that are not part of it, [x, y] each, pixels.')
export const boxField = message('Box around the object: [x, y, width, height], pixels.')
export const wordsField = message('What to select, in words, such as “the left cup”.')
export const allField = message('With words: select all objects found, not only the best one.')

// Prompts and embeddings
export const compilerTitle = message('Compile prompt')
export const compilerDescription = message(
  'Compose a prompt for a model from parts (subject, style, mood, lighting …), in the way that model reads best. Free, sends nothing. Example: {example}. Returns the prompt, and a negative prompt if the model has one.',
)
export const basePromptField = message('The subject, such as “a cat on a windowsill”.')
export const stylePartField = message('Style, such as “photorealistic”.')
export const moodPartField = message('Mood, such as “peaceful”.')
export const lightingPartField = message('Light, such as “golden hour”.')
export const compositionPartField = message('Composition, such as “from below”.')
export const cameraPartField = message('Camera, such as “85 mm, f/1.8”.')
export const palettePartField = message('Colors, such as “muted greens”.')
export const mediumPartField = message('Medium, such as “oil painting”.')
export const negativePartField = message('What not to show.')
export const targetField = message(
  'Model to write for, as provider/model, such as “openai/gpt-image-2” (IDs: list_models). Default: plain sentences.',
)
export const dialectField = message(
  'Writing style instead of a model: sentence (prose), tags (comma-separated), weights ((word:1.2)).',
)
export const describeTitle = message('Describe image')
export const describeDescription = message(
  'Describe what an image shows, with a Florence-2 model on this computer, free and offline: for alternative texts, tags or a prompt to start from. If you can see images yourself, get_image shows one. Needs the model; an error says which one to install. Example: {example}. Returns caption (a sentence), description (a paragraph) and tags. Those of a library image are kept with it, so that search_library finds them (description:harbor).',
)
export const partsField = message('What to return: caption, description, tags. Default: all.')
export const descriptionModelField = message(
  'Name of a Florence-2 model on this computer. Default: the one chosen in Atelier, or the first.',
)
export const embeddingsTitle = message('CLIP embeddings')
export const embeddingsDescription = message(
  'Compute the embedding of one image or one text with a CLIP or SigLIP model on this computer, free. Two vectors of the same model are compared by their dot product. To find images in the library use search_library with looks or like. Give exactly one of image_path and text. Example: {example}. Returns a unit vector.',
)
export const embeddedTextField = message('Text to embed, instead of an image.')
export const embeddingModelField = message(
  'Name of an embedding model on this computer. Default: the one used for search.',
)

// Library
export const searchTitle = message('Search library')
export const searchDescription = message(
  'Find images in the library, free: by words and filters (query), ranked by what they show (looks), or by similarity to an image (like); filters narrow all three. An empty query lists the newest. Example: {example}. Returns the total, and IDs, names, paths and prompts; use get_image for more.',
)
export const queryField = message(
  'Words and filters: tag:, provider:, model:flux* (* = any ending), rating:>=3 (0 to 5), cost:<0.05, width:>=2000, after:2026-10-03, before:2026-11, on:yesterday (when it was made or added), name:, prompt:, reference:anna (made with it), likeness:anna (ranks by likeness to it; needs a model). Quotes keep words together, as in tag:"client work"; a minus excludes, as in -fog.',
)
export const looksField = message(
  'What images show, in words. Needs a CLIP or SigLIP model; without one the call fails: use query.',
)
export const likeField = message(
  'Image to compare with: library ID, file path, https address or data: URL. Needs a CLIP or SigLIP model.',
)
export const limitField = message('At most this many, 1 to 200.')
export const offsetField = message('Skip this many, to page through the results.')
export const getTitle = message('Get image')
export const getDescription = message(
  'Get everything known about an image of the library by its ID: file, size, how it was made (prompt, model, seed), cost, changed_outside of an edit, annotations, what it was made from and into, with a small preview. “repeat” is the tool call that makes it again: change the seed for another one. Find IDs with search_library. Example: {example}.',
)
export const idsField = message('Library IDs of the images.')
export const listedProviderField = message('Provider ID, such as “bfl”. Default: all providers that are ready.')
export const localSeedField = message('The same seed gives the same result. Default: random.')
export const variationsPromptField = message('Optional hint what to vary.')
export const idField = message('Library ID of the image.')
export const compareTitle = message('Compare images')
export const compareDescription = message(
  'Measure how much two images differ: number and share (0 to 1) of changed pixels, box around them, largest difference of a channel (0 to 255), structural similarity (SSIM, 1 = the same). A second image of another size is scaled to the first. To check an edit, see also changed_outside in get_image. Example: {example}.',
)
export const exportTitle = message('Export images')
export const exportDescription = message(
  'Write images of the library as files into the output folder, converted and resized if asked. Nothing is overwritten: a number is added. Example: {example}. Returns the paths.',
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
  'List the models of one provider, or of all that are ready, with what each can do: generate, edit, mask, variations, references, seeds, prices, own options, and its ratings, cost and time in your own work. Free. Example: {example}.',
)
export const ledgerTitle = message('Spending')
export const ledgerDescription = message(
  'What was spent, USD: totals of today and of this month, and the latest attempts with their cost and outcome, of a span of days if given. Free. Example: {example}.',
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
export const noControlNet = message(
  '{model} has no ControlNet. Choose a model with control_nets (list_models), or install a ControlNet under Models → Get models.',
)
export const chooseControlNet = message('Choose a ControlNet with “net”. For {model}: {known}.')
export const partMissing = message('box and blend are for masked edits. Give mask_image or frame, or leave them out.')
export const modelTakesNoSampling = message(
  'sampling_image and color_adaptation are for content-aware fill. Leave them out, or leave out model.',
)
export const oneBackground = message(
  'Give only one of color, background_image and blur, and none of them with only_mask.',
)
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
export const trustedProgram = message(
  'Serve a program of your own instead of an agent: it may read and write any file of yours, the limits for agents do not apply, and its results count as yours. Works beside an open window.',
)
export const trustedOutput = message(
  'With --trusted: folder for masks and exported files. Default: the working folder.',
)
export const trustedMaxCost = message(
  'With --trusted: refuse calls that would bring the total cost above this, USD. Without it, costs above your spending limits are asked for.',
)
export const onlyTrusted = message(
  '--out and --max-cost-usd need --trusted. For agents, set them in Settings → Agents.',
)
export const mcpInstructions = message(
  'Atelier is an image studio with a library. Tools take images by library ID, path in an allowed folder, https address or data: URL. Folders to read: {folders}, and the library. Files are written to {output}. Call list_providers first. Cloud providers charge: use estimate_only to learn a price, and max_cost_usd. fill_image, expand_image, upscale_image, remove_background, select_object, describe_image, prompt_compiler and search_library are free and work offline. Originals are never overwritten.',
)
export const confirmSpend = message('{tool} would cost {cost}. {reasons} Allow it?')
export const unknownAmount = message('an unknown amount')
export const confirmTitle = message('Allow this cost')
export const declined = message('Not allowed by the user. Nothing was sent.')
export const overAgentLimit = message(
  'This would cost {cost}. {reasons} Nothing was sent. Raise the limit in Settings → Agents, or ask the user.',
)
export const overSessionLimit = message('The limit per session is {limit}; {spent} has been spent.')
export const overDayLimit = message(
  'The limit per day for agents is {limit}; {spent} has been spent today or is waiting.',
)
export const priceNotKnown = message('The price is not known beforehand.')
export const spentNotKnown = message('What earlier requests cost is not known, so the limits cannot be checked.')
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
export const exploreBudget = message('Maximum total cost, USD')
export const exploreText = message(
  'Explore this idea: {idea}. Call list_providers (only_ready) and list_models, choose up to three different models, write a prompt for each with prompt_compiler, check every price with estimate_only, and generate one image each, spending at most {budget} USD in all. Then compare the results in a table: model, cost, seconds, what works.',
)
export const fileMissing = message('“{path}” does not exist.')
export const notAFile = message('“{path}” is not a file.')
export const cannotKeepImage = message('Could not write a temporary file for the image.')
export const notAPath = message('This is not a valid file path.')
export const outputNotWritable = message('The output folder {folder} cannot be created.')
export const tooManyCalls = message('Too many calls are waiting. Try again when some have ended.')
export const notALibraryId = message('“{id}” is not a library ID. Find IDs with search_library.')
export const ownerEnded = message('Atelier was closed. Start the connection again.')

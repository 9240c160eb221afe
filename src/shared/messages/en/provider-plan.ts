import { plainMessage as message } from '../plain-message.ts'

// Card in use
export const modelWithMask = message('{model} (with a mask)')

// Plan edit
export const areaMoved = message(
  'The custom area misses part of what is repainted, or extends beyond the image. {sent} is sent instead.',
)
export const areaResized = message('{model} does not accept an area of {size}. {sent} is sent instead.')
export const areaScaled = message('The area is sent at {sent} instead of {size}.')

// Plan numbers
export const seedNotUsed = message('{model} does not use a seed.')
export const seedTooLarge = message('{model} accepts seeds up to {max}. {sent} is sent instead of {seed}.')
export const seedNotRepeatable = message('{model} accepts a seed, but the same seed may give a different image.')

// Plan options
export const noSuchOption = message('{model} has no option “{name}”.')
export const noSuchOptionOf = message('{model} has no option “{name}”. Its options are {options}.')
export const withOptionNotSent = message('{problem} It is not sent.')
export const needsOption = message('{model} needs a value for “{name}” ({label}).')
export const mustBeText = message('“{name}” must be text.')
export const mustBeShortText = message('“{name}” must be text of at most {max} characters.')
export const mustBeTrueOrFalse = message('“{name}” must be true or false.')
export const mustBeOneOf = message('“{name}” must be one of {choices}.')
export const mustBeNumber = message('“{name}” must be a number.')
export const mustBeNumberFrom = message('“{name}” must be a number, {min} or more.')
export const mustBeNumberTo = message('“{name}” must be a number, {max} or less.')
export const mustBeNumberBetween = message('“{name}” must be a number from {min} to {max}.')
export const mustBeWholeNumber = message('“{name}” must be a whole number.')
export const mustBeWholeNumberFrom = message('“{name}” must be a whole number, {min} or more.')
export const mustBeWholeNumberTo = message('“{name}” must be a whole number, {max} or less.')
export const mustBeWholeNumberBetween = message('“{name}” must be a whole number from {min} to {max}.')

// Plan images
export const chooseSource = message('Choose an image to start from.')
export const cannotGenerate = message('{model} cannot generate from a prompt alone. Add an image.')
export const noImagesAccepted = message('{model} does not accept images.')
export const cannotEdit = message('{model} cannot edit images.')
export const noVariations = message('{model} cannot make variations.')
export const variationsByEdit = message('{model} has no variations of its own. An edit is requested instead.')
export const takesNoWords = message('{model} cannot be told what to change.')
export const turnsLeftOut = message(
  '{model} gets the last {sent} of {count} turns. What still applies from the others is added as text.',
)
export const instructionsLeftOut = message(
  'The prompt of {model} has room for {sent} of {count} earlier instructions. The oldest are left out.',
)
export const firstImageLeftOut = message(
  '{model} takes {max} reference images: the image the conversation began with is not sent.',
)
export const referencesNotUsed = message('{model} does not use reference images.')
export const referenceDescribed = message('{model} gets no images of @{name}: it is described in words.')
export const referenceNameOnly = message(
  '{model} gets no images of @{name}, and it has no description: only the name is sent. Add a description to the reference.',
)
export const referenceImagesLimited = message('{model} gets {sent} of {count} images of @{name}.')
export const referenceUnknown = message('There is no reference named @{name}. It is sent as written.')
export const referencesLimited = message('{model} uses only {max} of {count} reference images.')
export const markupAsMask = message(
  '{model} does not read marks. It gets a mask of the marked areas, and their texts as the prompt.',
)
export const markupInWords = message('{model} does not read marks. It gets your mask, and their texts as the prompt.')
export const markupOnlyMask = message(
  '{model} takes no prompt. It gets a mask of the marked areas, without their texts.',
)
export const markupNotUsed = message('{model} does not use the marks here.')
export const markupNoRoom = message(
  '{model} takes {max} reference images, which leaves no room for the copy with marks. It gets a mask and the texts.',
)
export const markupNotInStep = message('{model} does not read marks. In a conversation they are left out.')
export const markupNoRoomInStep = message(
  '{model} takes {max} reference images, which leaves no room for the copy with marks. They are left out.',
)
export const markupWithoutWords = 'Write beside the marks what to change, or enter a prompt.'
export const marksOutside = message('Marks outside the area that is sent are left out: {count}.')
export const needsImage = message('{model} needs an image.')
export const needsImages = message('{model} needs {count} images ({given} added).')
export const maskNotUsed = message('The mask is not used. To change only the masked area, use Fill.')
export const cannotFillFrame = message('{model} works on the whole image, so it cannot fill a frame.')
export const needsMask = message('{model} needs a mask. Paint over the area to change.')
export const maskNotUsedBy = message('The mask is not used. {model} works on the whole image.')
export const maskApplied = message(
  '{model} does not support masks. It redraws all that is sent, and Atelier keeps only the masked area of the result.',
)
export const maskAsImage = message(
  '{model} receives the mask as a second image and may not follow it exactly. Atelier keeps only the masked area.',
)
export const maskAsGuide = message('{model} treats the mask as a guide. Atelier keeps everything outside it unchanged.')
export const sizeNotAccepted = message('{model} does not accept an image of {size}.')
export const imageScaled = message('The image is sent at {sent} instead of {size}.')
export const tooLargeToUpscale = message(
  '{model} upscales images up to {megapixels} MP and {side} px per side. This image is {size}.',
)

// Plan prompt
export const promptNotUsed = message('{model} does not use a prompt.')
export const needsPrompt = message('{model} needs a prompt. Describe the image.')
export const negativePromptAdded = message(
  '{model} has no negative prompt. It is added to the prompt as “Avoid: …” instead.',
)
export const promptTooLong = message(
  'The prompt has {count} characters. {model} accepts at most {max}. Shorten the prompt.',
)

// Plan request
export const oneImagePerRequest = message(
  '{model} returns one image per request. {requests} requests are sent for {count} images.',
)
export const imagesPerRequest = message(
  '{model} returns up to {max} images per request. {requests} requests are sent for {count} images.',
)
export const upscaledTooLarge = message(
  'At ×{factor} this image would be {size}. Atelier opens images up to {max} px per side. Choose ×{smaller}.',
)
export const largeEnough = message(
  'At ×{factor} this image would be {size}. Atelier opens images up to {max} px per side. Choose a smaller image.',
)
export const controlNotUsed = message('{model} does not use a control image.')
export const controlCropped = message('The control image is {size}. It is cropped to the aspect ratio of {target}.')
export const offeredUntil = message('{provider} offers {model} until {date}.')
export const retired = message('{provider} no longer offers {model}.')
export const retiredOn = message('{provider} has not offered {model} since {date}.')
export const successorIs = message('Its successor is {successor}.')
export const deprecated = message('{provider} has deprecated {model}, without a date of its end.')
export const notListed = message('{model} is not available to this key: {provider} does not list it.')
export const accountMayHaveIt = message('Your account may still have it.')
export const successorUsed = message(
  '{provider} no longer offers the default model {retired}. Its successor, {model}, is used instead.',
)
export const customAddressMayOffer = message('Your custom address may still offer it.')
export const gatewayMayOffer = message('A gateway may still offer it. Set its address as the base URL.')

// Plan size
export const sizeNotUsed = message('{model} does not use a size. The result has the size of the image that is sent.')
export const otherSize = message('{model} returns {size} instead of {wanted}.')
export const aboutOtherSize = message('{model} returns about {size} instead of {wanted}.')
export const closestRatio = message('{model} returns {size}, the closest to {ratio}.')
export const aboutClosestRatio = message('{model} returns about {size}, the closest to {ratio}.')

// Plan style
export const qualityNotUsed = message('{model} has no quality setting. “{quality}” is not sent.')
export const otherQuality = message('{model} has no quality “{quality}”. “{sent}” is sent instead.')
export const noSuchStyle = message('{model} has no style “{style}”. It is not sent.')
export const lorasNotUsed = message('{model} does not use LoRAs.')
export const lorasLimited = message('{model} uses only {max} of {count} LoRAs.')
export const loraScaleOutOfRange = message('The LoRA “{name}” has a scale of {scale}. {model} accepts {min} to {max}.')
export const formatConverted = message('{model} does not return {format} files. Atelier converts the result.')
export const safetyNotUsed = message('{model} has no safety settings. The service’s own filter applies.')
export const safetyNotStricter = message('{model} cannot filter more strictly. The service’s own filter applies.')

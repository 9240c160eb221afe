import { plainMessage as message } from '../plain-message.ts'

// Gemini models
export const nanoBanana = message('Fast. Follows instructions well, good with several reference images.')
export const nanoBananaPro = message('Google’s best: precise text and composition.')
export const nanoBananaLite = message('Fast and cheap. One size.')
export const deprecatedFor = message('Deprecated. Its successor is {model}.')
export const renamedAndDeprecated = message('Renamed to {model}, which is deprecated.')
export const renamed = message('Renamed to {model}.')
export const thinkingHint = message('More thinking follows long prompts better, takes longer and costs slightly more.')

// Imagen models
export const useInstead = message(
  'Use Google Gemini with gemini-nano-banana-2.1, or gemini-3-pro-image for the best quality.',
)
export const imagen4PreviewsRemoved = message('Google removed the previews of Imagen 4. {useInstead}')
export const imagen4Discontinued = message(
  'Google discontinued Imagen 4 on the Gemini API and, according to its pages, on Vertex AI. {useInstead}',
)
export const imagen3Discontinued = message('Google discontinued Imagen 3. {useInstead}')
export const imagen3EditDiscontinued = message(
  'Google discontinued Imagen 3 and names no replacement with exact masks. {useInstead}',
)
export const imagen2Removed = message('Google removed Imagen 1 and 2. {useInstead}')
export const imagen3Edit = message('Exact masks: nothing outside changes. On Vertex AI, with a service account.')
export const sentAs = message('Sent as {model}.')

// Fields of Imagen
export const people = message('People')
export const noPeople = message('None')
export const adults = message('Adults')
export const everyone = message('Everyone')
export const serviceAccountOnly = message('Requires a service account.')
export const watermarkHint = message(
  'Requires a service account. Google ignores the seed while it is on, so it is off when a seed is set.',
)
export const editMode = message('Edit mode')
export const insertObject = message('Insert')
export const removeObject = message('Remove')
export const outpaint = message('Outpaint')
export const replaceBackground = message('Replace background')
export const editModeHint = message('Needs a mask. Without one, the whole image changes.')
export const growMask = message('Grow mask')
export const growMaskHint = message('As a fraction of the width. Atelier grows the mask itself, so 0 is usually right.')

// Service
export const geminiPrivacy = message(
  'Prompts and images are sent to Google. With a free API key, Google may use them to improve its models; with billing, it keeps them for a limited time to detect abuse.',
)
export const imagenPrivacy = message(
  'Prompts and images are sent to Google, which keeps them for a limited time to detect abuse. With a service account, they are sent to your own Google Cloud project.',
)
export const geminiModelId = message('A Gemini image model, for example gemini-3-pro-image')
export const imagenModelId = message('An Imagen model, for example imagen-4.0-generate-001')
export const modelNotListed = message(
  'The model “{id}” is not available to this key: Google does not list it. Choose another model, or use a key of an account that has it.',
)
export const imagenNotListed = message(
  'Google lists no Imagen model “{id}” for this account: it discontinued Imagen. {useInstead}',
)
export const keyNeedsBilling = message('API key accepted. Images need billing in its project.')
export const vertexProject = message('Vertex AI, project {project}.')
export const vertexProjectImagen = message('{vertex} Google discontinued Imagen, so it may not respond.')
export const keyWithoutImagen = message('API key accepted, but it has no access to Imagen. {useInstead}')
export const keyAcceptedFor = message('API key accepted for {models}.')
export const unknownRegion = message(
  'GOOGLE_CLOUD_LOCATION is “{region}”, which is not a region of Google Cloud. Nothing was sent. Use one such as europe-west4, or global.',
)
export const privateKeyUnreadable = message(
  'The private key in the service account file cannot be read. Nothing was sent. Create a new JSON key in the Google Cloud console and set GOOGLE_APPLICATION_CREDENTIALS to it.',
)

// Request
export const negativePromptNotTaken = message(
  'Imagen takes a negative prompt only with a service account (Vertex AI). Nothing was sent. Leave it empty, or set GOOGLE_APPLICATION_CREDENTIALS.',
)

// Response
export const noReason = message('no reason given')
export const noImage = message('Gemini returned no image ({reason}).')
export const withheldWithoutReason = message('Google’s filter withheld the image and gave no reason.')
export const imagenNotFound = message(
  'Google discontinued Imagen, and this account does not have this model, or its name is mistyped. {useInstead}',
)
export const notForKey = message(
  'This model is not available to this key: its name may be mistyped, or Google may have retired it or offer it only to accounts that used it before.',
)
export const invalidGrant = message('{answer} Check this computer’s clock, and that the key still exists.')
export const freePlan = message(
  '{answer} The free plan has no images for this model. Enable billing for the key’s project.',
)
export const dailyQuota = message('{answer} This is the quota for a whole day.')

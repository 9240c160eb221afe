import { checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

/** Values the service accepts as `ratio`, by model. */
const runwayRatios: Readonly<Record<string, readonly string[]>> = {
  gen4_image_turbo: splitRatios(
    '1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080 1080:1920 2112:912 ' +
      '1280:720 720:1280 720:720 960:720 720:960 1680:720',
  ),
  gen4_image: splitRatios(
    '1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080 1080:1920 2112:912 ' +
      '1280:720 720:1280 720:720 960:720 720:960 1680:720',
  ),
  gpt_image_2: splitRatios(
    '2048:880 1920:1088 1920:1280 1920:1440 1920:1536 1920:1920 1536:1920 1440:1920 1280:1920 ' +
      '1088:1920 2912:1248 2560:1440 2560:1712 2560:1920 2560:2048 2560:2560 2048:2560 1920:2560 ' +
      '1712:2560 1440:2560 3840:1648 3840:2160 3504:2336 3264:2448 3200:2560 2880:2880 2560:3200 ' +
      '2448:3264 2336:3504 2160:3840 auto',
  ),
  gemini_image3_pro: splitRatios(
    '1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152 1152:896 ' +
      '2048:2048 1696:2528 2528:1696 1792:2400 2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 ' +
      '3168:1344 4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712 3072:5504 ' +
      '5504:3072 6336:2688',
  ),
  'gemini_image3.1_flash': splitRatios(
    '512:512 416:624 624:416 432:592 592:432 448:576 576:448 384:672 672:384 768:336 256:1024 ' +
      '1024:256 176:1408 1408:176 1024:1024 832:1248 1248:832 864:1184 1184:864 896:1152 1152:896 ' +
      '768:1344 1344:768 1536:672 512:2048 2048:512 352:2816 2816:352 2048:2048 1696:2528 2528:1696 ' +
      '1792:2400 2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 3168:1344 1024:4096 4096:1024 ' +
      '704:5632 5632:704 4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712 ' +
      '3072:5504 5504:3072 6336:2688 2048:8192 8192:2048 1408:11264 11264:1408',
  ),
  seedream5_pro: splitRatios(
    '1024:1024 1184:896 896:1184 1376:768 768:1376 1296:864 864:1296 2048:2048 2304:1728 1728:2304 ' +
      '2720:1530 1530:2720 2496:1664 1664:2496 auto_1k auto_2k',
  ),
  seedream5_lite: splitRatios(
    '2048:2048 2304:1728 1728:2304 2848:1600 1600:2848 2496:1664 1664:2496 3136:1344 3072:3072 ' +
      '3456:2592 2592:3456 4096:2304 2304:4096 3744:2496 2496:3744 4704:2016',
  ),
  'gemini_2.5_flash': splitRatios(
    '1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152 1152:896',
  ),
}

function splitRatios(text: string): string[] {
  return text.split(' ')
}

// The official API description, as included in the vendor's client (runwayml/sdk-node, Apache-2.0).

const uri: FieldRule = {
  type: 'text',
  isRequired: true,
  matches: /^(data:image\/(png|jpeg|webp);base64,|runway:\/\/|https:\/\/)/,
  minChars: 13,
  maxChars: 5_242_880,
}
const tag: FieldRule = { type: 'text', minChars: 3, maxChars: 16, matches: /^[a-z]\w*$/i }

const references = (fields: FieldRules, maxItems: number, minItems = 0): FieldRule => ({
  type: 'list',
  of: { type: 'object', fields },
  minItems,
  maxItems,
  isRequired: minItems > 0,
})

function drawing(model: string, message: number, more: FieldRules): FieldRules {
  return {
    model: { type: 'text', isRequired: true, values: [model] },
    promptText: { type: 'text', isRequired: true, minChars: 1, maxChars: message },
    ratio: { type: 'text', isRequired: true, values: runwayRatios[model] ?? [] },
    ...more,
  }
}

const gen4: FieldRules = {
  seed: { type: 'whole', min: 0, max: 4_294_967_295 },
  contentModeration: {
    type: 'object',
    fields: { publicFigureThreshold: { type: 'text', values: ['auto', 'low'] } },
  },
}
const gemini3: FieldRules = {
  referenceImages: references({ uri, tag, subject: { type: 'text', values: ['object', 'human'] } }, 14),
  // One or four, nothing in between.
  outputCount: { type: 'either', of: [1, 4].map((count) => ({ type: 'whole', min: count, max: count })) },
}
const seedream: FieldRules = {
  outputFormat: { type: 'text', values: ['png', 'jpeg'] },
  outputCount: { type: 'whole', min: 1, max: 4 },
  grounding: { type: 'flag' },
}

const drawings: Readonly<Record<string, FieldRules>> = {
  gen4_image: drawing('gen4_image', 1_000, { ...gen4, referenceImages: references({ uri, tag }, 3) }),
  gen4_image_turbo: drawing('gen4_image_turbo', 1_000, { ...gen4, referenceImages: references({ uri, tag }, 3, 1) }),
  gpt_image_2: drawing('gpt_image_2', 32_000, {
    quality: { type: 'text', values: ['low', 'medium', 'high', 'auto'] },
    background: { type: 'text', values: ['opaque', 'auto'] },
    referenceImages: references({ uri, tag }, 16),
    outputCount: { type: 'whole', min: 1, max: 10 },
  }),
  gemini_image3_pro: drawing('gemini_image3_pro', 5_500, gemini3),
  'gemini_image3.1_flash': drawing('gemini_image3.1_flash', 5_500, gemini3),
  seedream5_pro: drawing('seedream5_pro', 4_000, { ...seedream, referenceImages: references({ uri }, 10) }),
  seedream5_lite: drawing('seedream5_lite', 4_000, { ...seedream, referenceImages: references({ uri }, 14) }),
  'gemini_2.5_flash': drawing('gemini_2.5_flash', 5_500, { referenceImages: references({ uri, tag }, 3) }),
}

const percent: FieldRule = { type: 'whole', min: 0, max: 100 }
const upscale: FieldRules = {
  model: { type: 'text', isRequired: true, values: ['magnific_precision_upscaler_v2'] },
  imageUri: uri,
  scaleFactor: { type: 'number', min: 2, max: 16 },
  sharpen: percent,
  smartGrain: percent,
  ultraDetail: percent,
  flavor: { type: 'text', values: ['sublime', 'photo', 'photo_denoiser'] },
}
const uploadTicket: FieldRules = {
  filename: { type: 'text', isRequired: true, minChars: 3, maxChars: 255 },
  type: { type: 'text', isRequired: true, values: ['ephemeral'] },
}

export function runwayViolations(request: StubRequest): string[] {
  if (request.path.startsWith('/delivered/')) return []
  // Uploads are not part of the API: they carry no key and no version.
  if (request.path === '/store') return storeRules(request)
  const version = request.headers['x-runway-version'] === '2024-11-06' ? [] : ['no version, or an unknown one']
  return [...version, ...fieldRules(request)]
}

function fieldRules({ method, path, json }: StubRequest): string[] {
  switch (`${method} ${path.replace(/^\/v1\/tasks\/[0-9a-f-]{36}$/, '/v1/tasks/{id}')}`) {
    case 'GET /v1/tasks/{id}':
    case 'DELETE /v1/tasks/{id}':
    case 'GET /v1/organization':
      return []
    case 'POST /v1/text_to_image': {
      const rules = drawings[String((json as { model?: unknown } | null)?.model)]
      return rules ? checkJson(json, rules) : ['body.model: unknown model']
    }
    case 'POST /v1/image_upscale': {
      const { scaleFactor = 2 } = (json ?? {}) as { scaleFactor?: number }
      const problems = [2, 4, 8, 16].includes(scaleFactor) ? [] : [`body.scaleFactor: ${scaleFactor}`]
      return [...checkJson(json, upscale), ...problems]
    }
    case 'POST /v1/uploads':
      return checkJson(json, uploadTicket)
    default:
      return [`${method} ${path} does not exist`]
  }
}

function storeRules({ headers, form }: StubRequest): string[] {
  const names = form.map(({ name }) => name)
  return [
    ...(headers['authorization'] === undefined ? [] : ['the store was given the key']),
    ...(names.join() === 'key,policy,file'
      ? []
      : [`the store takes its fields first and the file last: ${names.join()}`]),
  ]
}

/**
 * The only web pages the program opens: where services issue keys, describe their models and list prices. Full URLs, so
 * that the page cannot leak data in a path or query.
 */
const pages: ReadonlySet<string> = new Set([
  'https://platform.openai.com/api-keys',
  'https://platform.stability.ai/account/keys',
  'https://fal.ai/dashboard/keys',
  'https://aistudio.google.com/apikey',
  'https://dashboard.bfl.ai/',
  'https://console.x.ai/',
  'https://huggingface.co/settings/tokens',
  'https://replicate.com/account/api-tokens',
  'https://ideogram.ai/manage-api',
  'https://dev.runwayml.com/',
  'https://developers.openai.com/api/docs/guides/image-generation',
  'https://developers.openai.com/api/docs/pricing',
  'https://platform.stability.ai/docs/api-reference',
  'https://platform.stability.ai/pricing',
  'https://fal.ai/docs',
  'https://fal.ai/pricing',
  'https://ai.google.dev/gemini-api/docs/image-generation',
  'https://ai.google.dev/gemini-api/docs/pricing',
  'https://ai.google.dev/gemini-api/docs/imagen',
  'https://docs.bfl.ai/',
  'https://docs.bfl.ai/quick_start/pricing',
  'https://docs.x.ai/',
  'https://docs.x.ai/docs/models',
  'https://huggingface.co/docs/inference-providers',
  'https://huggingface.co/docs/inference-providers/pricing',
  'https://replicate.com/docs',
  'https://replicate.com/pricing',
  'https://developer.ideogram.ai/',
  'https://ideogram.ai/features/api-pricing',
  'https://docs.dev.runwayml.com/',
  'https://docs.dev.runwayml.com/guides/pricing/',
])

export function isAllowedLink(url: string): boolean {
  return URL.canParse(url) && pages.has(new URL(url).href)
}

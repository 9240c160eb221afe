/**
 * The only pages of the wider world the program opens: where services give out keys. Whole addresses, so that nothing the page
 * knows can be carried out in a path or a query.
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
])

export function isAllowedLink(url: string): boolean {
  return URL.canParse(url) && pages.has(new URL(url).href)
}

/** The only places in the wider world the program sends anyone to: its own project, and where services give out keys. */
const hosts: ReadonlySet<string> = new Set([
  'github.com',
  'www.electronjs.org',
  'platform.openai.com',
  'platform.stability.ai',
  'fal.ai',
  'aistudio.google.com',
  'dashboard.bfl.ai',
  'console.x.ai',
  'huggingface.co',
  'replicate.com',
  'ideogram.ai',
  'dev.runwayml.com',
])

export function isAllowedLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  return protocol === 'https:' && hosts.has(hostname) && port === '' && username === '' && password === ''
}

import type { Prompts } from '../../../src/main/prompts/index.ts'
import { provider } from './fake-providers.ts'

const done = async () => undefined

const style = {
  id: 'ink-wash',
  name: 'Ink wash',
  group: 'Painting',
  prompt: 'an ink wash of {prompt}',
  negativePrompt: '',
  shown: { as: 'icon', icon: 'mountain' },
  isOwn: false,
} as const
const snippet = { id: 'light', name: 'Light', text: 'soft light' }

export const prompts: Prompts = {
  recordSent: done,
  history: async () => [{ id: 1, atMs: 1, uses: 2, prompt: 'a red kite', negativePrompt: '' }],
  forget: done,
  snippets: async () => [snippet],
  saveSnippet: async () => [snippet],
  deleteSnippet: async () => [],
  wildcards: async () => [{ name: 'birds', lines: ['heron', 'kite'] }],
  saveWildcard: done,
  deleteWildcard: done,
  styles: async () => [style],
  saveStyle: async () => [style],
  deleteStyle: async () => [style],
  importStyles: async () => ({ added: 2, skipped: 1 }),
  exportStyles: async () => 2,
  rewrite: async () => ({ prompt: 'a red kite at dawn', model: 'small', usage: { total_tokens: 12 } }),
  setRewriter: done,
  rewriterKey: async () => provider.key,
  setRewriterKey: async () => provider.key,
  onChanged: () => () => undefined,
}

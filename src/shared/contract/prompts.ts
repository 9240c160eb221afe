import { z } from 'zod'
import { dialectSchema, promptMemorySchema, snippetSchema, styleSchema, wildcardFileSchema } from '../domain/prompts.ts'
import { keyViewSchema } from '../domain/provider.ts'
import { command, event, query } from './define.ts'

export const prompts = {
  /** Newest first. `words`: only prompts that contain all of them. */
  'prompts.history': query(
    'read',
    z.object({ query: z.string().max(200), limit: z.int().min(1).max(500).default(100) }),
    z.array(promptMemorySchema),
  ),
  'prompts.forget': command('delete', z.object({ ids: z.array(z.int()).nullable() }), z.void()),
  'prompts.snippets': query('read', z.object({}), z.array(snippetSchema)),
  'prompts.saveSnippet': command('edit', snippetSchema, z.array(snippetSchema)),
  'prompts.deleteSnippet': command('edit', z.object({ id: z.string() }), z.array(snippetSchema)),
  /** Plain text files in the home's folder `wildcards`, one option per line: `__name__` picks one of them. */
  'prompts.wildcards': query('read', z.object({}), z.array(wildcardFileSchema)),
  'prompts.saveWildcard': command('edit', wildcardFileSchema, z.void()),
  'prompts.deleteWildcard': command('edit', wildcardFileSchema.pick({ name: true }), z.void()),
  /** Styles that ship with Atelier, and the user's own. */
  'prompts.styles': query('read', z.object({}), z.array(styleSchema)),
  'prompts.saveStyle': command('edit', styleSchema, z.array(styleSchema)),
  'prompts.deleteStyle': command('edit', z.object({ id: z.string() }), z.array(styleSchema)),
  /**
   * Shows a dialog for a file: Atelier's own JSON, or a `styles.csv` of other programs; null = the dialog was canceled.
   */
  'prompts.importStyles': command(
    'file dialog',
    z.object({}),
    z.object({ added: z.int(), skipped: z.int() }).nullable(),
  ),
  'prompts.exportStyles': command('file dialog', z.object({}), z.object({ path: z.string() }).nullable()),
  /**
   * Asks the language model to rephrase the prompt. May cost what that model costs, which is unknown in advance: where
   * there are limits that ask, main asks the user. Nothing is replaced automatically.
   * @throws request/cancelled if the user declines
   */
  'prompts.rewrite': command(
    'spend',
    z.object({
      prompt: z.string().min(1).max(20_000),
      dialect: dialectSchema,
      wish: z.string().max(1_000),
    }),
    z.object({ prompt: z.string(), model: z.string(), usage: z.record(z.string(), z.number()) }),
  ),
  /** Main asks before prompts or a key are sent to another host. @throws request/cancelled if the user declines */
  'prompts.setRewriter': command(
    'address',
    z.object({ baseUrl: z.string().min(1).max(500), model: z.string().min(1).max(300) }),
    z.void(),
  ),
  'prompts.rewriterKey': query('read', z.object({}), keyViewSchema),
  /** null = delete it. */
  'prompts.setRewriterKey': command(
    'keys',
    z.object({ key: z.string().min(1).max(20_000).nullable(), keep: z.enum(['keychain', 'session']) }),
    keyViewSchema,
  ),
  'prompts.changed': event(z.object({ what: z.enum(['history', 'snippets', 'wildcards', 'styles']) })),
}

import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import * as messages from '../../../shared/messages/en/tools.ts'

const text = z.string().min(1).max(2_000)

/** Tasks that a person starts from the client's menu. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt(
    'restyle-image',
    {
      title: messages.restylePromptTitle,
      description: messages.restylePrompt,
      argsSchema: z.object({
        image: text.describe(messages.restyleImage),
        style: text.describe(messages.restyleStyle),
      }),
    },
    (values) => toPrompt(messages.restyleText(values)),
  )
  server.registerPrompt(
    'remove-object',
    {
      title: messages.cleanPromptTitle,
      description: messages.cleanPrompt,
      argsSchema: z.object({
        image: text.describe(messages.restyleImage),
        object: text.describe(messages.cleanObject),
      }),
    },
    (values) => toPrompt(messages.cleanText(values)),
  )
  server.registerPrompt(
    'explore-idea',
    {
      title: messages.explorePromptTitle,
      description: messages.explorePrompt,
      argsSchema: z.object({
        idea: text.describe(messages.exploreIdea),
        budget: text.describe(messages.exploreBudget),
      }),
    },
    (values) => toPrompt(messages.exploreText(values)),
  )
}

function toPrompt(words: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text: words } }] }
}

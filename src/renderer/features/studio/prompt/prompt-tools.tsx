import { BookText, Dices, History, Palette, PencilRuler, WandSparkles, type LucideIcon } from 'lucide-react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useStudio } from '../studio-context.ts'
import type { PromptTool } from './create-prompt-desk.ts'

const tools: readonly { readonly tool: PromptTool; readonly label: string; readonly icon: LucideIcon }[] = [
  { tool: 'styles', label: 'Styles', icon: Palette },
  { tool: 'compile', label: 'Put a prompt together', icon: PencilRuler },
  { tool: 'rewrite', label: 'Have it rewritten', icon: WandSparkles },
  { tool: 'snippets', label: 'Snippets', icon: BookText },
  { tool: 'wildcards', label: 'Wildcard lists', icon: Dices },
  { tool: 'history', label: 'What was sent', icon: History },
]

/** What helps with the words, in one quiet row. */
export function PromptTools() {
  const { make } = useStudio()
  return (
    <div className="prompt-tools" role="toolbar" aria-label="For the prompt">
      {tools.map(({ tool, label, icon: Icon }) => (
        <IconButton
          key={tool}
          label={label}
          command={`prompt.${tool}`}
          size="small"
          onClick={() => make.prompt.open(tool)}
        >
          <Icon size={14} aria-hidden="true" />
        </IconButton>
      ))}
    </div>
  )
}

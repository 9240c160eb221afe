import { BookText, Dices, History, Palette, PencilRuler, WandSparkles, type LucideIcon } from 'lucide-react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useStudio } from '../studio-context.ts'
import type { PromptTool } from './create-prompt-editor.ts'

interface ToolEntry {
  readonly tool: PromptTool
  readonly label: string
  /** As much of the label as the panel has room for. */
  readonly word: string
  readonly icon: LucideIcon
}

const tools: readonly ToolEntry[] = [
  { tool: 'styles', label: 'Styles', word: 'Styles', icon: Palette },
  { tool: 'compile', label: 'Prompt builder', word: 'Builder', icon: PencilRuler },
  { tool: 'rewrite', label: 'Rewrite with AI', word: 'Rewrite', icon: WandSparkles },
  { tool: 'snippets', label: 'Snippets', word: 'Snippets', icon: BookText },
  { tool: 'wildcards', label: 'Wildcards', word: 'Wildcards', icon: Dices },
  { tool: 'history', label: 'Prompt history', word: 'History', icon: History },
]

/** What helps with the prompt, named. */
export function PromptTools() {
  const { make } = useStudio()
  return (
    <div className="prompt-tools" role="toolbar" aria-label="Prompt tools">
      {tools.map(({ tool, label, word, icon: Icon }) => (
        <IconButton
          key={tool}
          label={label}
          word={word}
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

import { Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { Menu, type MenuEntry } from '../../../../ui/menus/menu.tsx'
import './surface-row.css'

interface SurfaceRowProps {
  readonly name: string
  /** Type for screen readers: `mask`, `paint layer` … */
  readonly kind: string
  readonly isChosen: boolean
  /** null = cannot be hidden. */
  readonly isShown: boolean | null
  readonly swatch: ReactNode
  readonly aside?: ReactNode
  readonly menu: readonly (readonly MenuEntry[])[]
  readonly onChoose: () => void
  readonly onShow?: ((isShown: boolean) => void) | undefined
  /** null = cannot be renamed. */
  readonly onRename: ((name: string) => void) | null
}

/** A mask or layer in its list: click to select it, double-click to rename it, right-click for the rest. */
export function SurfaceRow(props: SurfaceRowProps): ReactNode {
  const { name, kind, isChosen, isShown, swatch, aside, menu, onChoose, onShow, onRename } = props
  const [isRenaming, setIsRenaming] = useState(false)
  const row = (
    <li className={classNames('surface-row', isChosen && 'surface-row-chosen', isShown === false && 'surface-row-off')}>
      {isRenaming && onRename !== null ? (
        <NameEntry name={name} onCommit={onRename} onEnd={() => setIsRenaming(false)} />
      ) : (
        <button
          type="button"
          className="surface-row-main"
          aria-pressed={isChosen}
          onClick={onChoose}
          onDoubleClick={() => setIsRenaming(onRename !== null)}
          onKeyDown={(event) => {
            if (event.key === 'F2' && onRename !== null) setIsRenaming(true)
          }}
        >
          {swatch}
          <span className="surface-row-name" title={name}>
            {name} <span className="visually-hidden">({kind})</span>
          </span>
          {aside && (
            <span className="surface-row-aside" aria-hidden="true">
              {aside}
            </span>
          )}
        </button>
      )}
      {isShown !== null && (
        <IconButton
          label={isShown ? messages.hideName({ name }) : messages.showName({ name })}
          size="small"
          isPressed={isShown}
          className="surface-row-eye"
          onClick={() => onShow?.(!isShown)}
        >
          {isShown ? <Eye size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />}
        </IconButton>
      )}
    </li>
  )
  const rename = { label: messages.rename, run: () => setIsRenaming(true) }
  const groups = onRename === null ? menu : [[rename], ...menu]
  return groups.length === 0 ? row : <Menu groups={groups}>{row}</Menu>
}

interface NameEntryProps {
  readonly name: string
  readonly onCommit: (name: string) => void
  readonly onEnd: () => void
}

function NameEntry({ name, onCommit, onEnd }: NameEntryProps): ReactNode {
  const [draft, setDraft] = useState(name)
  const commit = () => {
    const typed = draft.trim().slice(0, 100)
    if (typed !== '' && typed !== name) onCommit(typed)
    onEnd()
  }
  return (
    <input
      className="surface-row-entry"
      aria-label={messages.name}
      value={draft}
      // The user asked to rename the row, so focus belongs here.
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') onEnd()
      }}
    />
  )
}

import { Check, Pencil, Sparkles } from 'lucide-react'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import type { Style } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'
import { styleIcons } from './style-icons.ts'

interface StyleTileProps {
  readonly style: Style
  /** Index among the selected styles; −1 = not selected. */
  readonly index: number
  readonly onShow: (style: Style | null) => void
  readonly onToggle: () => void
  readonly onEdit: () => void
}

export function StyleTile({ style, index, onShow, onToggle, onEdit }: StyleTileProps) {
  return (
    <div
      className="style-tile"
      data-chosen={index >= 0}
      onPointerEnter={() => onShow(style)}
      onPointerLeave={() => onShow(null)}
    >
      <button type="button" aria-pressed={index >= 0} onClick={onToggle} onFocus={() => onShow(style)}>
        <StyleSign style={style} />
        <span>{style.name}</span>
      </button>
      {index >= 0 && (
        <span className="style-tile-place" aria-hidden="true">
          <Check size={11} />
        </span>
      )}
      {style.isOwn && (
        <IconButton label={messages.editName({ name: style.name })} size="small" onClick={onEdit}>
          <Pencil size={12} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}

/** The user's image, or an icon: not drawn by a model. */
export function StyleSign({ style: { shown } }: { readonly style: Pick<Style, 'shown'> }) {
  if (shown.as === 'picture') return <Image src={assetUrl(shown.assetId, 'thumb-256')} alt="" />
  const Icon = styleIcons[shown.as === 'icon' ? shown.icon : ''] ?? Sparkles
  return <Icon size={22} strokeWidth={1.5} aria-hidden="true" />
}

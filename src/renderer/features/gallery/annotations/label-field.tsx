import { colorLabels } from '../../../../shared/domain/color-labels.ts'
import type { ColorLabel } from '../../../../shared/domain/annotations.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { labelName } from './label-name.ts'

interface LabelFieldProps {
  /** Undefined where the pictures differ. */
  readonly value: ColorLabel | null | undefined
  readonly onChange: (label: ColorLabel | null) => void
}

/** One of five colors; the one that is on, pressed again, takes it away. */
export function LabelField({ value, onChange }: LabelFieldProps) {
  return (
    <div className="marks-labels" role="group" aria-label="Label" data-mixed={value === undefined}>
      {colorLabels.map((label) => (
        <IconButton
          key={label}
          label={labelName(label)}
          command={`gallery.label-${label}`}
          size="small"
          className="marks-label"
          isPressed={value === label}
          onClick={() => onChange(value === label ? null : label)}
        >
          <span className="marks-dot" data-label={label} />
        </IconButton>
      ))}
    </div>
  )
}

import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { ModelValue, ValueReport } from '../../../../shared/domain/model-value.ts'
import { costText, ratingText, standingTexts, timeText } from '../../../../shared/domain/value-texts.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { useDeveloperName, useFoundModel } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { modelKey } from '../../../lib/model-ref.ts'
import { ModelName } from '../../../ui/model-name.tsx'

interface ValueTableProps {
  readonly values: ValueReport
  readonly nameOf: (ref: ModelRef) => string
  readonly pointed: string | null
  readonly onPoint: (key: string | null) => void
}

const heads = [
  messages.model,
  messages.rating,
  messages.costPerImage,
  messages.timePerImage,
  messages.images,
  messages.kept,
  messages.note,
] as const

/** Everything that is known, best rated first. */
export function ValueTable({ values, nameOf, pointed, onPoint }: ValueTableProps) {
  return (
    <table className="value-table" aria-label={messages.table}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.models.map((value) => (
          <tr
            key={modelKey(value)}
            data-pointed={pointed === modelKey(value)}
            data-standing={value.standing}
            onPointerEnter={() => onPoint(modelKey(value))}
            onPointerLeave={() => onPoint(null)}
          >
            <Cells value={value} values={values} nameOf={nameOf} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cells({ value, values, nameOf }: Pick<ValueTableProps, 'values' | 'nameOf'> & { readonly value: ModelValue }) {
  const developerName = useDeveloperName()
  const found = useFoundModel(value.provider, value.model)
  const { model, provider } = developerName(value.provider, value.model)
  const { images, kept } = value
  return (
    <>
      <th scope="row">
        <ModelName found={found} name={model} />
        {provider !== null && <small>{provider}</small>}
      </th>
      <td>{ratingText(value, values.basis)}</td>
      <td>{costText(value)}</td>
      <td>{timeText(value)}</td>
      <td>{formatNumber(images)}</td>
      <td>{images === 0 ? messages.none : messages.keptShare({ percent: Math.round((100 * kept) / images) })}</td>
      <td>{standingTexts(value, values.basis, nameOf).join(' · ')}</td>
    </>
  )
}

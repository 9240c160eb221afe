import { Box, MapPin, Palette, UserRound, type LucideIcon } from 'lucide-react'
import type { AssetId } from '../../shared/domain/ids.ts'
import { assetUrl } from '../../shared/domain/image-url.ts'
import type { ReferenceKind } from '../../shared/domain/named-reference.ts'
import * as messages from '../../shared/messages/en/named-references.ts'
import { classNames } from '../lib/class-names.ts'
import { Image } from './image.tsx'
import './reference-sign.css'

export const referenceKindLabels: Readonly<Record<ReferenceKind, string>> = {
  person: messages.person,
  thing: messages.thing,
  place: messages.place,
  style: messages.style,
}

const kindIcons: Readonly<Record<ReferenceKind, LucideIcon>> = {
  person: UserRound,
  thing: Box,
  place: MapPin,
  style: Palette,
}

interface ReferenceSignProps {
  readonly kind: ReferenceKind
  /** Its first image; null = it has none. */
  readonly imageId: AssetId | null
  readonly isCovered: boolean
}

/** The first image of a named reference, or the icon of its kind. */
export function ReferenceSign({ kind, imageId, isCovered }: ReferenceSignProps) {
  const Icon = kindIcons[kind]
  return (
    <span className="reference-sign" aria-hidden="true">
      {imageId === null ? (
        <Icon strokeWidth={1.5} />
      ) : (
        <Image className={classNames(isCovered && 'is-covered')} src={assetUrl(imageId, 'thumb-256')} alt="" />
      )}
    </span>
  )
}

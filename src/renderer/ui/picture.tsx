import { ImageOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './picture.css'

interface PictureProps {
  readonly src: string
  /** Empty where the name stands beside it. */
  readonly alt: string
  readonly className?: string | undefined
  /** Instead of the usual broken picture. */
  readonly whenFailed?: ReactNode
}

/** A picture that shows when it is loading and when it cannot be shown. */
export function Picture(props: PictureProps) {
  // A new address starts afresh.
  return <LoadedPicture key={props.src} {...props} />
}

function LoadedPicture({ src, alt, className, whenFailed }: PictureProps) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  if (state === 'failed') {
    return (
      <div className={classNames('picture-failed', className)}>
        {whenFailed ?? <ImageOff size={20} role="img" aria-label="This image cannot be shown" />}
      </div>
    )
  }
  return (
    <img
      src={src}
      alt={alt}
      className={classNames('picture', className)}
      data-state={state}
      decoding="async"
      draggable={false}
      onLoad={() => setState('shown')}
      onError={() => setState('failed')}
    />
  )
}

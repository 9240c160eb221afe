import { ImageOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import * as messages from '../../shared/messages/en/controls.ts'
import { classNames } from '../lib/class-names.ts'
import './image.css'

interface ImageProps {
  readonly src: string
  /** Empty where the name is shown beside it. */
  readonly alt: string
  readonly className?: string | undefined
  /** Shown instead of the default broken image. */
  readonly whenFailed?: ReactNode
}

/** An image with loading and error states. */
export function Image(props: ImageProps) {
  // A new URL resets the state.
  return <LoadedImage key={props.src} {...props} />
}

function LoadedImage({ src, alt, className, whenFailed }: ImageProps) {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  if (state === 'failed') {
    return (
      <div className={classNames('image-failed', className)}>
        {whenFailed ?? <ImageOff size={20} role="img" aria-label={messages.imageUnavailable} />}
      </div>
    )
  }
  return (
    <img
      src={src}
      alt={alt}
      className={classNames('image', className)}
      data-state={state}
      decoding="async"
      draggable={false}
      onLoad={() => setState('shown')}
      onError={() => setState('failed')}
    />
  )
}

/** Whether a window can be shown. macOS and Windows always have a screen to draw on. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * The command that runs `command` with a display, real or virtual.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function withDisplay(command, args, isDisplayThere = hasDisplay()) {
  if (isDisplayThere) return [command, [...args]]
  return ['xvfb-run', ['--auto-servernum', '--server-args=-screen 0 1920x1200x24', command, ...args]]
}

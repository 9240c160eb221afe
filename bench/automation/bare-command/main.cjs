const { app } = require('electron')

// The least that Electron can do: what a command of Atelier is measured against.
app.disableHardwareAcceleration()
void app.whenReady().then(() => app.exit(0))

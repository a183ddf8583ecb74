; The Windows installer of Magnate: for one person, without administrator rights.
;
; Compiled by pack_windows.py, which defines VERSION, VERSION_FULL, SOURCE (the frozen
; folder), ICON, LICENSE and OUTPUT. Everything is written below the person's own folders
; and HKEY_CURRENT_USER. Run with /S it asks nothing; /S /PURGE on the uninstaller removes
; the saved games too.

SetCompressor /SOLID lzma
Unicode true
ManifestDPIAware true
RequestExecutionLevel user

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define NAME "Magnate"
!define EXE "magnate.exe"
!define CLASSES "Software\Classes"
!define SAVE_CLASS "Magnate.SavedGame"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Magnate"
!define RULE "Magnate (private networks)"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION_FULL}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} setup"
VIAddVersionKey "CompanyName" "The Magnate authors"
VIAddVersionKey "LegalCopyright" "The Magnate authors, MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_LANGDLL_ALLLANGUAGES

!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

LangString GAME ${LANG_ENGLISH} "The game"
LangString GAME ${LANG_SPANISH} "El juego"
LangString FIREWALL ${LANG_ENGLISH} "Let friends on private networks join"
LangString FIREWALL ${LANG_SPANISH} "Permitir que se unan en redes privadas"
LangString FIREWALL_ABOUT ${LANG_ENGLISH} "Adds a rule to the Windows firewall for private networks. Only possible when the setup was started as administrator; otherwise Windows asks when you open the first table."
LangString FIREWALL_ABOUT ${LANG_SPANISH} "Añade una regla al cortafuegos de Windows para redes privadas. Solo es posible si el instalador se abrió como administrador; si no, Windows lo preguntará al abrir la primera mesa."
LangString GAME_ABOUT ${LANG_ENGLISH} "Magnate, its Start menu entry, magnate:// links and saved games."
LangString GAME_ABOUT ${LANG_SPANISH} "Magnate, su entrada en el menú Inicio, los enlaces magnate:// y las partidas guardadas."
LangString SAVED ${LANG_ENGLISH} "Magnate saved game"
LangString SAVED ${LANG_SPANISH} "Partida guardada de Magnate"
LangString PURGE ${LANG_ENGLISH} "Saved games and settings too"
LangString PURGE ${LANG_SPANISH} "También partidas guardadas y ajustes"
LangString RUNNING ${LANG_ENGLISH} "Magnate is open. Close it and try again."
LangString RUNNING ${LANG_SPANISH} "Magnate está abierto. Ciérralo y vuelve a intentarlo."

; A file of a running program cannot be opened for writing: that is how we know.
!macro STOP_IF_RUNNING
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${EXE}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section "$(GAME)" SEC_GAME
  SectionIn RO
  SetShellVarContext current
  !insertmacro STOP_IF_RUNNING
  ; an older version's libraries must not stay among the new ones
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}" "open"

  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\${NAME}" "Language" "$LANGUAGE"

  WriteRegStr HKCU "${CLASSES}\magnate" "" "URL:${NAME}"
  WriteRegStr HKCU "${CLASSES}\magnate" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\magnate\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\magnate\shell\open\command" "" '"$INSTDIR\${EXE}" open "%1"'

  ; Windows knows only the last part of a name, so saves are offered, not claimed, for .json
  WriteRegStr HKCU "${CLASSES}\${SAVE_CLASS}" "" "$(SAVED)"
  WriteRegStr HKCU "${CLASSES}\${SAVE_CLASS}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\${SAVE_CLASS}\shell\open\command" "" '"$INSTDIR\${EXE}" open "%1"'
  WriteRegStr HKCU "${CLASSES}\.json\OpenWithProgids" "${SAVE_CLASS}" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}\SupportedTypes" ".json" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" open "%1"'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Magnate authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "$(FIREWALL)" SEC_FIREWALL
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    nsExec::Exec 'netsh advfirewall firewall delete rule name="${RULE}"'
    Pop $0
    nsExec::Exec 'netsh advfirewall firewall add rule name="${RULE}" dir=in action=allow profile=private program="$INSTDIR\${EXE}" enable=yes'
    Pop $0
    WriteRegDWORD HKCU "Software\${NAME}" "Firewall" 1
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_GAME} "$(GAME_ABOUT)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_FIREWALL} "$(FIREWALL_ABOUT)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Section "un.$(GAME)" UN_GAME
  SectionIn RO
  SetShellVarContext current
  !insertmacro STOP_IF_RUNNING
  ReadRegDWORD $0 HKCU "Software\${NAME}" "Firewall"
  ${If} $0 == 1
    nsExec::Exec 'netsh advfirewall firewall delete rule name="${RULE}"'
    Pop $0
  ${EndIf}
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\magnate.exe"
  Delete "$INSTDIR\magnate-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${CLASSES}\magnate"
  DeleteRegKey HKCU "${CLASSES}\${SAVE_CLASS}"
  DeleteRegValue HKCU "${CLASSES}\.json\OpenWithProgids" "${SAVE_CLASS}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${EXE}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${NAME}"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "un.$(PURGE)" UN_PURGE
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\${NAME}"
SectionEnd

; Setup of Sổ Chi Bộ: for one user, without administrator rights, never touching a book.
;
; Built by packaging/build.py, which gives VERSION, BUILD (folder of launchers, icons, words), PAYLOAD,
; PYTHON_DLL and OUT.   makensis -INPUTCHARSET UTF8 -D… installer.nsi
;
; Switches    /S  without a window    /D=FOLDER  where to (last, without quotes)
;             /PORTABLE  a copy for a stick: books in FOLDER\data, no registry, no menu entry
; Exit codes  0 done   1 cancelled   2 damaged, or stopped while copying: the version before is whole
;             10 the app is running   11 a newer version is there   12 not Windows 10 1809 (x64) or newer
;             13 a program file could not be replaced, the version before is whole   14 no room
;             15 the folder cannot be written to
;
; Crash safety. There are two places for a version, SoChiBo.a\ and SoChiBo.b\. Setup fills the one not in use, then
; replaces current.txt, which the launchers read, in one step of the file system. Whenever setup is
; killed, the launchers find one whole version.
!ifdef STUB64
  Target amd64-unicode    ; for tests: what Wine can show
!else
  Unicode true            ; a 32-bit stub, so that 32-bit Windows gets a sentence too
!endif
!ifdef DRAFT
  SetCompressor zlib      ; for tests: quick
!ifdef LOOSE
  SetCompress off         ; quicker still
!endif
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!define APP "SoChiBo"
!define NAME "Sổ Chi Bộ"
!define EXE "SoChiBo.exe"
!define CLI "sochibo-cli.exe"
!define MUTEX "Local\SoChiBo.Running"
!define IDENTITY "SoChiBo.App"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define OWN "Software\${APP}"
!define CLASSES "Software\Classes"
!define MOVE_REPLACING 9  ; MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include TextFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh
!include "${BUILD}/files.nsh"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel user
ManifestSupportedOS all
ManifestDPIAware true
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${OWN}" "InstallDir"
AllowRootDirInstall false
AllowSkipFiles off
CRCCheck force
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 ProductName "${NAME}"
VIAddVersionKey /LANG=1066 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1066 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1066 FileDescription "Bộ cài ${NAME}"
VIAddVersionKey /LANG=1066 LegalCopyright "MIT"

SetFont "Segoe UI" 9  ; what Windows itself has worn since 10; has all of our letters
!define MUI_ICON "${BUILD}/app.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BUILD}/side.bmp"
!define MUI_UNICON "${BUILD}/app.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Phần mềm giúp chi bộ lập kế hoạch, tổ chức, ghi chép và báo cáo việc học tập nghị quyết. Làm việc hoàn toàn trên máy này, không cần mạng, không cần quyền quản trị.$\r$\n$\r$\nCài bản mới đè lên bản cũ không động đến sổ.$\r$\n$\r$\nNếu ${NAME} đang mở, đồng chí hãy đóng lại trước khi bấm Tiến."
!insertmacro MUI_PAGE_WELCOME
Page custom ShowKind LeaveKind
!define MUI_DIRECTORYPAGE_TEXT_TOP "${NAME} sẽ được cài vào thư mục dưới đây. Sổ không nằm trong thư mục này, trừ bản mang theo trên USB."
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "Mở ${NAME} ngay"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGEEX "${BUILD}" "Vietnamese"

Var Portable  ; 1: a copy for a stick
Var Here      ; place in use: SoChiBo.a, SoChiBo.b or nothing
Var Found     ; version in use
Var Free      ; place to fill
Var OnDisk    ; radio buttons of the page
Var OnStick

!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; Put the file FROM in the place of TO in one step; an antivirus may hold it for a moment. $0 is 0 on failure.
!macro Replace FROM TO
  StrCpy $1 0
  ${Do}
    System::Call 'kernel32::MoveFileExW(w "${FROM}", w "${TO}", i ${MOVE_REPLACING}) i .r0'
    ${If} $0 <> 0
      ${Break}
    ${EndIf}
    Sleep 100
    IntOp $1 $1 + 1
  ${LoopUntil} $1 >= 30
!macroend

; Stop unless the app is closed; one that has just started this setup gets time to close.
!macro WaitUntilClosed
  ${Do}
    StrCpy $1 0
    ${Do}
      System::Call 'kernel32::OpenMutexW(i 0x00100000, i 0, w "${MUTEX}") p .r0'
      ${If} $0 P= 0
        ${Break}
      ${EndIf}
      System::Call 'kernel32::CloseHandle(p r0)'
      Sleep 250
      IntOp $1 $1 + 1
    ${LoopUntil} $1 >= 20
    ${If} $0 P= 0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} đang mở. Hãy đóng lại rồi bấm Thử lại." /SD IDCANCEL IDRETRY +3
      SetErrorLevel 10
      Quit
  ${Loop}
!macroend

; Read current.txt into $Here and $Found; both are empty where no version is in use.
!macro ReadCurrent
  StrCpy $Here ""
  StrCpy $Found ""
  ClearErrors
  FileOpen $0 "$INSTDIR\current.txt" r
  ${IfNot} ${Errors}
    FileRead $0 $Here
    FileRead $0 $Found
    FileClose $0
    StrCpy $Here $Here 9
    ${TrimNewLines} "$Found" $Found
  ${EndIf}
!macroend

!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro AddType ENDING CLASS TITLE
  WriteRegStr HKCU "${CLASSES}\${ENDING}" "" "${APP}.${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${APP}.${CLASS}" ""
  WriteRegStr HKCU "${CLASSES}\${APP}.${CLASS}" "" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\${APP}.${CLASS}" "AppUserModelID" "${IDENTITY}"
  WriteRegStr HKCU "${CLASSES}\${APP}.${CLASS}\DefaultIcon" "" "$INSTDIR\${EXE},1"
  WriteRegStr HKCU "${CLASSES}\${APP}.${CLASS}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
!macroend

!macro DropType ENDING CLASS
  ReadRegStr $0 HKCU "${CLASSES}\${ENDING}" ""
  ${If} $0 == "${APP}.${CLASS}"
    DeleteRegValue HKCU "${CLASSES}\${ENDING}" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\${ENDING}\OpenWithProgids" "${APP}.${CLASS}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ENDING}"
  DeleteRegKey HKCU "${CLASSES}\${APP}.${CLASS}"
!macroend

Function .onInit
  SetShellVarContext current
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    !insertmacro Refuse 12 "${NAME} cần Windows 10 bản 1809 hoặc mới hơn, loại 64 bit. Máy này không chạy được; chưa có gì được cài."
  ${EndIf}
  StrCpy $Portable 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PORTABLE" $1
  ${IfNot} ${Errors}
    StrCpy $Portable 1
  ${EndIf}
FunctionEnd

Function ShowKind
  !insertmacro MUI_HEADER_TEXT "Cài vào đâu" "Chọn cách dùng phần mềm."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 0 100% 12u "&Cài vào máy này (nên chọn)"
  Pop $OnDisk
  ${NSD_CreateLabel} 12u 14u 95% 24u "Có lối mở trong thực đơn Bắt đầu; bấm đúp vào tệp sổ, gói dữ liệu, thư mời là mở."
  Pop $0
  ${NSD_CreateRadioButton} 0 44u 100% 12u "&Bản mang theo trên USB"
  Pop $OnStick
  ${NSD_CreateLabel} 12u 58u 95% 36u "Phần mềm và sổ cùng nằm trong một thư mục trên USB; sổ vẫn được mã hóa. Không ghi gì vào máy này. Mất USB là mất sổ: nhớ sao lưu."
  Pop $0
  ${If} $Portable = 1
    ${NSD_Check} $OnStick
    ${NSD_SetFocus} $OnStick
  ${Else}
    ${NSD_Check} $OnDisk
    ${NSD_SetFocus} $OnDisk
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function LeaveKind
  ${NSD_GetState} $OnStick $0
  ${If} $0 = ${BST_CHECKED}
    ${If} $Portable = 0
      StrCpy $INSTDIR "$EXEDIR\${APP}"
    ${EndIf}
    StrCpy $Portable 1
  ${Else}
    StrCpy $Portable 0
  ${EndIf}
FunctionEnd

; The copy being filled is of no use to anybody; the version in use is whole.
Function .onInstFailed
  ${If} $Free != ""
    SetOutPath "$TEMP"  ; nobody can delete the folder a program stands in
    RMDir /r "$INSTDIR\$Free"
    Delete "$INSTDIR\launcher.new"
    RMDir "$INSTDIR"  ; goes only if nothing else lies in it
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  SetRegView 64
  StrCpy $Free ""
  !insertmacro WaitUntilClosed
  !insertmacro ReadCurrent
  ${If} $Found != ""
    ${VersionCompare} "$Found" "${VERSION}" $0
    ${If} $0 = 1
      !insertmacro Refuse 11 "Máy này đã có ${NAME} $Found, mới hơn bản ${VERSION}. Bản cũ hơn có thể không đọc được sổ, nên không cài nữa; bản đang có vẫn dùng bình thường."
    ${EndIf}
  ${EndIf}

  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\current.new" w
  ${If} ${Errors}
    !insertmacro Refuse 15 "Không ghi được vào thư mục $INSTDIR. Hãy chọn thư mục khác, hoặc bỏ khóa chống ghi của USB."
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\current.new"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r0, p 0, p 0) i .r1'
  ${If} $1 <> 0
    System::Int64Op $0 / 1024
    Pop $0
    System::Int64Op $0 < ${NEEDED_KB}
    Pop $1
    ${If} $1 = 1
      RMDir "$INSTDIR"
      !insertmacro Refuse 14 "Ổ đĩa không đủ chỗ: cần ${NEEDED_MB} MB. Hãy dọn bớt hoặc chọn ổ khác; chưa có gì thay đổi."
    ${EndIf}
  ${EndIf}

  ; 1. the new version into the free place
  ${If} $Here == "${APP}.a"
    StrCpy $Free "${APP}.b"
  ${Else}
    StrCpy $Free "${APP}.a"
  ${EndIf}
  RMDir /r "$INSTDIR\$Free"
  !insertmacro PayloadFiles "$INSTDIR\$Free"
  SetOutPath "$INSTDIR"
  File "/oname=launcher.new" "${BUILD}/${EXE}"
  !insertmacro Replace "$INSTDIR\launcher.new" "$INSTDIR\${EXE}"
  ${If} $0 <> 0
    File "/oname=launcher.new" "${BUILD}/${CLI}"
    !insertmacro Replace "$INSTDIR\launcher.new" "$INSTDIR\${CLI}"
  ${EndIf}
  ; 2. the one step that makes it the version in use
  ${If} $0 <> 0
    FileOpen $2 "$INSTDIR\current.new" w
    FileWrite $2 "$Free\runtime\${PYTHON_DLL}$\r$\n${VERSION}$\r$\n"
    FileClose $2
    !insertmacro Replace "$INSTDIR\current.new" "$INSTDIR\current.txt"
  ${EndIf}
  ${If} $0 = 0
    RMDir /r "$INSTDIR\$Free"
    Delete "$INSTDIR\launcher.new"
    Delete "$INSTDIR\current.new"
    !insertmacro Refuse 13 "Không thay được tệp chương trình trong $INSTDIR. Hãy đóng ${NAME}, đợi một lát rồi cài lại; bản đang có vẫn còn nguyên."
  ${EndIf}
  ; 3. what is left of the version before, and how Windows knows the new one
  ${If} $Here != ""
    RMDir /r "$INSTDIR\$Here"
  ${EndIf}
  ${If} $Portable = 1
    FileOpen $0 "$INSTDIR\portable.txt" w
    FileClose $0
  ${Else}
    Delete "$INSTDIR\portable.txt"
    WriteUninstaller "$INSTDIR\uninstall.new"
    !insertmacro Replace "$INSTDIR\uninstall.new" "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${OWN}" "InstallDir" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${PAYLOAD_KB}
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    !insertmacro AddType ".scb" "Book" "Sổ của chi bộ"
    !insertmacro AddType ".cbdl" "Bundle" "Gói dữ liệu của Sổ Chi Bộ"
    !insertmacro AddType ".cbmoi" "Invitation" "Thư mời của Sổ Chi Bộ"
    !insertmacro TellShell
    SetOutPath "$INSTDIR"  ; becomes the folder the shortcut starts in
    CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "Mở ${NAME}"
    Call NameShortcut
  ${EndIf}
SectionEnd

; Give the shortcut the identity of the window, so that the task bar shows one button for both.
; IShellLinkW, IPersistFile (5 Load, 6 Save) and IPropertyStore (6 SetValue, 7 Commit) by their positions.
Function NameShortcut
  System::Call 'ole32::CoCreateInstance(g "{00021401-0000-0000-C000-000000000046}", p 0, i 1, g "{000214F9-0000-0000-C000-000000000046}", *p .r1) i .r0'
  ${If} $0 <> 0
    Return
  ${EndIf}
  System::Call '$1->0(g "{0000010B-0000-0000-C000-000000000046}", *p .r2) i .r0'
  ${If} $0 = 0
    System::Call '$2->5(w "$SMPROGRAMS\${NAME}.lnk", i 2) i .r0'
    System::Call '$1->0(g "{886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99}", *p .r3) i .r4'
    ${If} $0 = 0
    ${AndIf} $4 = 0
      System::Call '*(&g16 "{9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3}", &i4 5) p .r5'
      System::Call 'ole32::CoTaskMemAlloc(p 128) p .r7'
      System::Call 'kernel32::lstrcpyW(p r7, w "${IDENTITY}")'
      System::Call '*(&i2 31, &i2 0, &i4 0, p r7, p 0) p .r6'
      System::Call '$3->6(p r5, p r6) i .r0'
      System::Call '$3->7() i .r4'
      ${If} $0 = 0
      ${AndIf} $4 = 0
        System::Call '$2->6(w "$SMPROGRAMS\${NAME}.lnk", i 1)'
      ${EndIf}
      System::Call 'ole32::CoTaskMemFree(p r7)'
      System::Free $6
      System::Free $5
      System::Call '$3->2()'
    ${EndIf}
    System::Call '$2->2()'
  ${EndIf}
  System::Call '$1->2()'
FunctionEnd

Function un.onInit
  SetShellVarContext current
  SetRegView 64
FunctionEnd

Section Uninstall
  SetShellVarContext current
  SetRegView 64
  !insertmacro WaitUntilClosed
  ; From the first line on the app is gone; what a killed run leaves, another run removes, since the
  ; entry in Windows's list goes last. Nothing is deleted that setup has not put there.
  Delete "$INSTDIR\current.txt"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\${CLI}"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  RMDir /r "$INSTDIR\${APP}.a"
  RMDir /r "$INSTDIR\${APP}.b"
  Delete "$INSTDIR\launcher.new"
  Delete "$INSTDIR\current.new"
  Delete "$INSTDIR\uninstall.new"
  !insertmacro DropType ".scb" "Book"
  !insertmacro DropType ".cbdl" "Bundle"
  !insertmacro DropType ".cbmoi" "Invitation"
  !insertmacro TellShell
  DeleteRegKey HKCU "${OWN}"
  DeleteRegKey HKCU "${UNINSTALL}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"  ; goes only if nothing else lies in it
  MessageBox MB_OK|MB_ICONINFORMATION "Đã gỡ ${NAME}. Sổ và bản sao lưu của đồng chí vẫn còn nguyên: sổ mới lập nằm trong $LOCALAPPDATA\${APP}\books, sổ khác ở nơi đồng chí đã chọn." /SD IDOK
SectionEnd

